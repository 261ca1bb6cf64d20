import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type Locator, type Page } from '@playwright/test';
import { buildGallery, serveGallery } from '../../scripts/gallery.mjs';
import { electronPath, playwrightArgs } from '../../scripts/runtime.mjs';
import { settled, violations } from './axe.ts';
import { expect, test as base } from './fixtures.ts';

/**
 * The kit itself, in the app's own runtime, under the app's content policy: what works for a keyboard, a pointer and a
 * screen reader here works in every screen that is made of it.
 */

const root = path.resolve(import.meta.dirname, '../..');

interface Open {
  /** Opens a page of the gallery. */
  readonly gallery: (query: string) => Promise<Page>;
}

const test = base
  .extend<object, { readonly window: Page; readonly address: string }>({
    address: [
      async ({}, use) => {
        await buildGallery();
        const served = await serveGallery();
        await use(served.url);
        await served.close();
      },
      { scope: 'worker', timeout: 120_000 },
    ],
    window: [
      async ({ address }, use) => {
        const profile = await mkdtemp(path.join(tmpdir(), 'vigie-kit-'));
        const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
        const app = await _electron.launch({
          executablePath: electronPath(),
          args: [
            ...playwrightArgs(),
            path.join(root, 'tests/fixtures/bare-window'),
            `--user-data-dir=${profile}`,
            '--force-prefers-reduced-motion',
          ],
          env: { ...plain(process.env), VIGIE_ADDRESS: `${address}?page=kit` },
          chromiumSandbox: !asRoot,
        });
        await use(await app.firstWindow());
        await app.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      },
      { scope: 'worker' },
    ],
  })
  .extend<Open>({
    gallery: async ({ window, address }, use) => {
      const complaints: string[] = [];
      const listen = (message: { type: () => string; text: () => string }) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      };
      const fail = (error: Error) => complaints.push(error.message);
      window.on('console', listen);
      window.on('pageerror', fail);
      await use(async (query) => {
        await window.goto(`${address}?${query}`);
        await window.locator('main').waitFor();
        await window.evaluate(() => document.fonts.ready.then(() => undefined));
        return window;
      });
      window.off('console', listen);
      window.off('pageerror', fail);
      expect(complaints).toEqual([]);
    },
  });

function plain(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || name === 'ELECTRON_RUN_AS_NODE' || name === 'NODE_OPTIONS'
        ? []
        : [[name, value]],
    ),
  );
}

for (const name of ['deck', 'outbox', 'calendar', 'composer', 'kit', 'list']) {
  for (const look of ['theme=light', 'theme=dark', 'theme=light&contrast=more', 'theme=dark&contrast=more']) {
    test(`${name} has no fault of accessibility (${look})`, async ({ gallery }) => {
      expect(await violations(await gallery(`page=${name}&${look}`), ['best-practice'])).toEqual([]);
    });
  }
}

const overlays: readonly { readonly name: string; readonly open: (page: Page) => Promise<Locator> }[] = [
  {
    name: 'dialog',
    open: async (page) => {
      await page.getByRole('button', { name: 'Boîte de dialogue' }).click();
      return page.getByRole('dialog');
    },
  },
  {
    name: 'alert dialog',
    open: async (page) => {
      await page.getByRole('button', { name: 'Alerte' }).click();
      return page.getByRole('alertdialog');
    },
  },
  {
    name: 'menu',
    open: async (page) => {
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      return page.getByRole('menu');
    },
  },
  {
    name: 'list of options',
    open: async (page) => {
      await page.getByRole('button', { name: /Fuseau$/ }).click();
      return page.getByRole('listbox');
    },
  },
  {
    name: 'month',
    open: async (page) => {
      await page.getByRole('group', { name: 'Jour' }).getByRole('button').click();
      return page.getByRole('grid');
    },
  },
  {
    name: 'popover',
    open: async (page) => {
      await page.getByRole('button', { name: 'Filtres' }).click();
      return page.getByRole('dialog', { name: 'Filtres' });
    },
  },
  {
    name: 'toast',
    open: async (page) => {
      await page.getByRole('button', { name: 'Notification' }).click();
      return page.getByRole('alertdialog', { name: /3 messages/ });
    },
  },
];
for (const theme of ['light', 'dark']) {
  for (const { name, open } of overlays) {
    test(`an open ${name} has no fault of accessibility (${theme})`, async ({ gallery }) => {
      const page = await gallery(`page=kit&theme=${theme}`);
      await expect(await open(page)).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }
}

test('nothing writes a style element, which the content policy refuses', async ({ gallery }) => {
  const page = await gallery('page=kit');
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await page.locator('style').count()).toBe(0);
});

test('steps of a number and of a date are said aloud under Trusted Types', async ({ gallery }) => {
  const page = await gallery('page=kit');
  const field = page.getByRole('textbox', { name: 'Retard toléré' });
  await field.focus();
  await page.keyboard.press('ArrowUp');
  await expect(field).toHaveValue(/^31\smin$/);
  const day = page.getByRole('spinbutton', { name: /jour, Jour/i });
  await day.focus();
  await page.keyboard.press('ArrowUp');
  await expect(day).toHaveText('27');
});

test('every button is 24 px high and wide at least', async ({ gallery }) => {
  for (const name of ['kit', 'deck', 'outbox', 'calendar', 'composer']) {
    const page = await gallery(`page=${name}`);
    // What is on its way in is drawn smaller than it is.
    await settled(page);
    const small = () =>
      page
        .locator('button, [role="button"], [role="radio"], [role="tab"], label:has(input)')
        .evaluateAll((elements) =>
          elements
            .filter((element) => {
              const { width, height } = element.getBoundingClientRect();
              // a link in a sentence is as high as its line (WCAG 2.5.8, inline)
              const isInline =
                getComputedStyle(element).display.startsWith('inline') &&
                [...(element.parentElement?.childNodes ?? [])].some(
                  (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
                );
              // what reaches further than the element is drawn by its ::before
              const reach = getComputedStyle(element, '::before');
              const more = reach.position === 'absolute' ? Number.parseFloat(reach.height) || 0 : 0;
              return !isInline && width > 1 && (width < 24 || Math.max(height, more) < 24);
            })
            .map((element) => {
              const { width, height } = element.getBoundingClientRect();
              return `${String(width)} × ${String(height)} ${element.outerHTML.slice(0, 300)}`;
            }),
        );
    // Rows of a list take their places once they have been measured.
    await expect.poll(small).toEqual([]);
  }
});

test('a list is moved through with j, k, arrows, End and Home, and Enter opens', async ({ gallery }) => {
  const page = await gallery('page=list');
  const facts = page.locator('output');
  await page.getByRole('article').first().focus();
  await page.keyboard.press('j');
  await expect(facts).toContainText('m1 ·');
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await expect(facts).toContainText('m2 ·');
  await expect(page.locator('article:focus')).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('End');
  await expect(facts).toContainText('m2000 ·');
  await expect(page.locator('article:focus')).toHaveAttribute('aria-posinset', '2000');
  await page.keyboard.press('Enter');
  await expect(facts).toContainText('m2000 · m2000');
  await page.keyboard.press('Home');
  await expect(page.locator('article:focus')).toHaveAttribute('aria-posinset', '1');
});

test('rows that come first do not move what is being read, and the focus stays', async ({ gallery }) => {
  const page = await gallery('page=list');
  const feed = page.getByRole('feed');
  await feed.evaluate((element) => element.scrollTo(0, 30_000));
  const row = await topRow(feed);
  // The rows around it are being measured: it is read when it lies still.
  let before = await feed.locator(`[aria-label="${row}"]`).boundingBox();
  await expect(async () => {
    const earlier = before?.y;
    await page.evaluate(
      () => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))),
    );
    before = await feed.locator(`[aria-label="${row}"]`).boundingBox();
    expect(before?.y).toBe(earlier);
  }).toPass();
  await page.getByRole('button', { name: 'Quarante de plus' }).click();
  await expect(page.locator('output')).toContainText('2040');
  await expect
    .poll(async () => {
      const after = await feed.locator(`[aria-label="${row}"]`).boundingBox();
      return Math.abs((after?.y ?? 9999) - (before?.y ?? 0));
    })
    .toBeLessThan(2);
});

async function topRow(feed: Locator): Promise<string> {
  let name = '';
  await expect
    .poll(async () => {
      name = await feed.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const rows = [...element.querySelectorAll('article')].filter(
          (article) => article.getBoundingClientRect().bottom > top + 5,
        );
        rows.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
        const first = rows[0];
        return first && first.getBoundingClientRect().top <= top
          ? (first.getAttribute('aria-label') ?? '')
          : '';
      });
      return name;
    })
    .not.toBe('');
  return name;
}

test('the end of a list asks for more rows', async ({ gallery }) => {
  const page = await gallery('page=list');
  await page.getByRole('feed').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(page.locator('output')).toContainText('2050');
});

test('columns are moved and resized with the keyboard', async ({ gallery }) => {
  const page = await gallery('page=deck');
  const titles = page.locator('section h2');
  const [first = '', second = '', third = ''] = await titles.allTextContents();
  await page.getByRole('button', { name: 'Déplacer la colonne Commentaires et mentions' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(titles).toHaveText([second, first, third]);
  await expect(
    page.getByRole('button', { name: 'Déplacer la colonne Commentaires et mentions' }),
  ).toBeFocused();
  const edge = page.getByRole('separator', { name: 'Largeur de la colonne Messages privés' });
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', '348');
  await page.keyboard.press('End');
  await expect(edge).toHaveAttribute('aria-valuenow', '420');
});

test('columns are moved and resized with the pointer', async ({ gallery }) => {
  const page = await gallery('page=deck');
  const header = (name: string) => page.locator('header', { hasText: name });
  await header('Messages privés').dragTo(header('Commentaires'));
  await expect(page.locator('section h2').first()).toHaveText('Messages privés');
  const edge = page.getByRole('separator', { name: 'Largeur de la colonne Messages privés' });
  const box = await edge.boundingBox();
  if (!box) throw new Error('no edge');
  await page.mouse.move(box.x + box.width / 2, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + 200, { steps: 4 });
  await page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuenow', '372');
});

const onDay = (page: Page, day: string) => page.getByRole('group', { name: day, exact: true });

test('a post goes to another day by keyboard', async ({ gallery }) => {
  const page = await gallery('page=calendar');
  const moving = page.getByRole('button', { name: 'Déplacer Météo vélo' });
  await moving.focus();
  await page.keyboard.press('Enter');
  await expect(onDay(page, 'mardi 24 novembre')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(onDay(page, 'mercredi 25 novembre')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(onDay(page, 'mercredi 25 novembre')).toContainText('Météo vélo');
});

test('a post goes to another day by pointer, and through its menu', async ({ gallery }) => {
  const page = await gallery('page=calendar');
  const post = page.getByRole('button', { name: /Bouillon 12 h, à la main/ });
  await post.dragTo(onDay(page, 'dimanche 29 novembre'));
  await expect(onDay(page, 'dimanche 29 novembre')).toContainText('Bouillon');
  await post.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Déplacer vers' }).press('ArrowRight');
  await page.getByRole('menuitem', { name: '27 novembre' }).press('Enter');
  await expect(onDay(page, 'vendredi 27 novembre')).toContainText('Bouillon');
});

test('a day in the past takes nothing', async ({ gallery }) => {
  const page = await gallery('page=calendar');
  await page
    .getByRole('button', { name: /Bouillon 12 h, à la main/ })
    .dragTo(onDay(page, 'jeudi 5 novembre'));
  await expect(onDay(page, 'lundi 23 novembre')).toContainText('Bouillon');
  await expect(onDay(page, 'jeudi 5 novembre')).not.toContainText('Bouillon');
});

test('an alert begins on the way out, Escape takes it, and focus returns', async ({ gallery }) => {
  const page = await gallery('page=kit');
  const button = page.getByRole('button', { name: 'Alerte' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Garder' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('a toast can be undone and goes when it is', async ({ gallery }) => {
  const page = await gallery('page=kit');
  await page.getByRole('button', { name: 'Notification' }).click();
  const toast = page.getByRole('alertdialog', { name: /3 messages/ });
  await toast.getByRole('button', { name: 'Annuler' }).click();
  await expect(toast).toHaveCount(0);
});

test('under a sheet the screen is out of reach, the frame is not', async ({ gallery }) => {
  const page = await gallery('page=composer');
  await expect(page.locator('main > [inert]')).toHaveCount(1);
  await expect(page.getByRole('region', { name: /Nouveau post/ })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Boîte', exact: true })).toBeEnabled();
});

test('what is past the limit is shown apart, and the field stays whole', async ({ gallery }) => {
  const page = await gallery('page=kit');
  const field = page.getByRole('textbox', { name: 'Texte' });
  await expect(field).toHaveValue('Un texte trop long pour ce réseau #laiton');
  await expect(field).toHaveAccessibleDescription(/11 caractères de trop/);
  const before = await field.boundingBox();
  await field.fill(`${'Une ligne.\n'.repeat(12)}`);
  const height = async () => (await field.boundingBox())?.height ?? 0;
  await expect.poll(height).toBeGreaterThan((before?.height ?? 0) * 2);
});

test('remote text shows its tags as letters', async ({ gallery }) => {
  const page = await gallery('page=kit');
  await expect(page.getByText('<b>pas du HTML</b>')).toBeVisible();
});
