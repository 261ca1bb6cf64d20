import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { killTree } from '../../../scripts/process-tree.mjs';
import { createRandom, type Random } from '../../../src-simulator/core/random.ts';
import { composer, threadPanel } from '../../e2e/hands.ts';
import { startApp, type Running } from '../../e2e/running-app.ts';
import { openDoor } from '../app/door.ts';
import { commitTimes, strokesOf, watchStrokes, type CommitTime } from '../app/keystrokes.ts';
import { createSeats, mention, usable, type Seat } from '../app/seat.ts';
import type { Played, Row } from '../row.ts';

const lives = { full: 8, short: 3 };
/** What a kill may cost, and within which a stroke must be on the disk. */
const limitMs = 300;
const letters = 'abcdefghijklmnopqrstuvwxyz éèàùçœ’'.split('');

/**
 * One seed: somebody types in the composer or under a message, as people do; at a random moment after a stroke the
 * whole program is killed, and what comes back is compared with every state that the field has had.
 */
export const keystrokes: Row = {
  id: 'R9',
  title: 'what is typed, in the composer and under a message, and the program killed after a stroke',
  target: 'stroke to strict commit: p99 ≤ 300 ms; a kill loses at most what was typed in the last 300 ms',
  runs: { full: 40, short: 1 },
  onDisk: true,
  open: ({ isShort }) => {
    const seats = createSeats();
    return Promise.resolve({
      play: (seed) => seats.use((seat) => play(seat, seed, isShort ? lives.short : lives.full)),
      judge: (figures) => {
        const { strokes = 0, 'by itself': late = 0 } = figures;
        if (strokes === 0) return 'no stroke was seen on the disk';
        // A few dozen strokes have no hundredth part: the short form is for what is plainly too slow.
        const allowed = strokes / (isShort ? 10 : 100);
        return late > allowed ? `${String(late)} of ${String(strokes)} strokes took over 300 ms` : null;
      },
      close: seats.close,
    });
  },
};

async function play(seat: Seat, seed: number, count: number): Promise<Played> {
  const random = createRandom(seed);
  const violations: string[] = [];
  const took: CommitTime[] = [];
  let lost = 0;
  let worst = 0;
  let running = await startApp({ profile: seat.profile });
  try {
    for (let life = 1; life <= count; life += 1) {
      await usable(running.page, seat);
      await openDoor(running.page);
      await watchStrokes(running.page);
      const place = random.chance(0.5) || life === 1 ? 'composer' : 'reply';
      const field = await openField(running.page, place, random);
      const before = await draftTexts(running.page);
      const states = await type(running.page, field, random);
      await pause(random.between(0, 500));
      const seen = await strokesOf(running.page);
      took.push(...commitTimes(seen));
      for (const { durability } of seen.commits)
        if (durability !== 'strict') violations.push(`a draft was written with ${durability} durability`);
      // Not a moment for a look between the last stroke and the kill, every other time.
      if (random.chance(0.5)) {
        states.push(...(await strokes(running.page, field, states.at(-1)?.value ?? '', random, 6)));
        await pause(random.between(0, 350));
      }
      const killedAt = Date.now();
      await killAtOnce(running);

      running = await startApp({ profile: seat.profile });
      await usable(running.page, seat);
      await openDoor(running.page);
      const after = await draftTexts(running.page);
      const changed = Object.entries(after).filter(([id, text]) => before[id] !== text);
      const back = changed[0]?.[1] ?? states[0]?.value ?? '';
      const about = `life ${String(life)}, ${place}`;
      if (changed.length > 1) violations.push(`${about}: ${String(changed.length)} drafts have changed`);
      const held = states.findLastIndex(({ value }) => value === back);
      if (held === -1) violations.push(`${about}: “${back}” came back, which the field has never held`);
      const firstLost = states[held + 1];
      if (firstLost !== undefined) {
        lost += 1;
        const age = killedAt - firstLost.at;
        worst = Math.max(worst, age);
        if (age > limitMs)
          violations.push(
            `${about}: what was typed ${String(age)} ms before the kill is lost (“${firstLost.value.slice(-20)}”)`,
          );
      }
      if (back !== '' && random.chance(0.5)) await isShown(running.page, place, back);
    }
    if (running.pageErrors.length > 0)
      violations.push(`uncaught in the interface: ${running.pageErrors.join('; ')}`);
    return {
      figures: {
        kills: count,
        'with a loss': lost,
        strokes: took.length,
        '≤100': within(took, 100),
        '≤200': within(took, 200),
        '≤300': within(took, limitMs),
        late: took.length - within(took, limitMs),
        // Late also without what the machine took for other things.
        'by itself': took.filter(({ ms, machineMs }) => ms - machineMs > limitMs).length,
      },
      violations,
    };
  } finally {
    await running.quit();
  }
}

const within = (took: readonly CommitTime[], limit: number): number =>
  took.filter(({ ms }) => ms <= limit).length;

/** A field with the caret in it. */
async function openField(page: Page, place: 'composer' | 'reply', random: Random): Promise<Locator> {
  let field: Locator;
  if (place === 'composer') {
    await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
    field = composer(page).getByRole('textbox', { name: 'Texte du post' });
  } else {
    const messages = page.getByRole('main').getByRole('article', { name: mention });
    await messages.nth(random.between(0, (await messages.count()) - 1)).click();
    field = threadPanel(page).getByRole('textbox');
  }
  await expect(field).toBeEditable({ timeout: 20_000 });
  await field.focus();
  await page.keyboard.press('Control+End');
  return field;
}

/** What the field held, and by when it surely did (epoch ms). */
interface State {
  readonly value: string;
  readonly at: number;
}

async function type(page: Page, field: Locator, random: Random): Promise<State[]> {
  const opening = await field.inputValue();
  const first = [{ value: opening, at: 0 }];
  return [...first, ...(await strokes(page, field, opening, random, random.between(8, 40)))];
}

/** Strokes in the rhythm of a person: mostly quick, sometimes with a pause, now and then a wrong one taken back. */
async function strokes(
  page: Page,
  field: Locator,
  from: string,
  random: Random,
  count: number,
): Promise<State[]> {
  const states: State[] = [];
  let value = from;
  for (let stroke = 0; stroke < count; stroke += 1) {
    if (value.length > from.length && random.chance(0.1)) {
      await page.keyboard.press('Backspace');
      value = value.slice(0, -1);
    } else {
      const letter = random.pick(letters) ?? 'x';
      await page.keyboard.type(letter);
      value += letter;
    }
    states.push({ value, at: Date.now() });
    await pause(random.chance(0.1) ? random.between(150, 600) : random.between(20, 140));
  }
  const shown = await field.inputValue();
  if (shown !== value) throw new Error(`“${value}” was typed and “${shown}” is in the field`);
  return states;
}

/** The text of every draft in the store. */
const draftTexts = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate(async () => {
    const posts = await realm.databases.authored.posts.find().exec();
    return Object.fromEntries(posts.map((post) => [post.id, post.base.text]));
  });

/** All of its processes in one blow, before anybody has looked at anything. */
async function killAtOnce(running: Running): Promise<void> {
  const { pid } = running.app.process();
  if (pid === undefined) throw new Error('the app does not run');
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    await killTree(pid);
  }
  await running.kill();
}

/** The person finds it again where they wrote it. */
async function isShown(page: Page, place: 'composer' | 'reply', text: string): Promise<void> {
  if (place === 'composer') {
    await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
    await composer(page).getByRole('button', { name: 'Brouillons' }).click();
    await page
      .getByRole('dialog', { name: 'Brouillons' })
      .getByRole('button', { name: /^Ouvrir/u })
      .first()
      .click();
    await expect(composer(page).getByRole('textbox', { name: 'Texte du post' })).toHaveValue(text);
    await composer(page).getByRole('button', { name: 'Fermer, le brouillon est gardé' }).click();
  } else {
    const boxes: string[] = [];
    for (const message of await page.getByRole('main').getByRole('article', { name: mention }).all()) {
      await message.click();
      const box = threadPanel(page).getByRole('textbox');
      await expect(box).toBeEditable();
      boxes.push(await box.inputValue());
    }
    expect(boxes).toContain(text);
  }
}
