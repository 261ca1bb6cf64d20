import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Faults of accessibility on what is shown, one line each: the rules of WCAG 2.2, A and AA. The content policy refuses
 * a script element, so the checker is evaluated through the debugger instead. Left out: what the toolkit reads out, a
 * node of its own that outlives, for seconds, the element by whose id it is named. `also`: further sets of axe's rules.
 */
export async function violations(page: Page, also: readonly string[] = []): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await readFile(axeFile, 'utf8'));
  const tags = JSON.stringify([...wcag, ...also]);
  for (let looks = 0; looks < 20; looks += 1) {
    await settled(page);
    // Looked whether all is still and checked in one go: a note that comes up between the two is half faded in.
    const results = await page.evaluate<AxeResults | null>(
      `(${unsettled.toString()})().length > 0 ? null : axe.run(
        { exclude: [["[data-live-announcer]"]] },
        { runOnly: ${tags}, resultTypes: ["violations"] },
      )`,
    );
    if (results !== null)
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`,
        ),
      );
  }
  throw new Error('what is shown never comes to rest');
}

/** Fonts and pictures are there, and what comes or goes has done so: half faded in, nothing has its contrast. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(unsettled), { intervals: [50] }).toEqual([]);
}

/** Runs in the page. */
function unsettled(): readonly string[] {
  const isComing = (image: HTMLImageElement): boolean => !image.complete && image.loading !== 'lazy';
  // What turns for ever, or runs out with the seconds of an undo, is no change.
  const isMoving = ({ playState, effect }: Animation): boolean =>
    playState === 'running' && Number(effect?.getComputedTiming().endTime ?? 0) < 2_000;
  return [
    ...(document.fonts.status === 'loaded' ? [] : ['fonts']),
    ...[...document.images].filter(isComing).map((image) => image.src),
    ...[...document.querySelectorAll('[data-entering], [data-exiting]')].map((element) => element.className),
    // The toolkit takes a window that shrinks under a field for a keyboard on the screen, and holds a dialog back.
    ...[...document.querySelectorAll('[data-rac][style*="opacity: 0"]')].map(() => 'held back'),
    ...document
      .getAnimations()
      .flatMap((animation) => (isMoving(animation) ? [animation.id || 'moves'] : [])),
  ];
}
