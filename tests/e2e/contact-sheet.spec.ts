import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/setup/places.mjs';
import { createText, type Text } from '../../src-renderer/text/create-text.ts';
import { settled, violations } from './axe.ts';
import { lay, resize, sizes } from './contact-pictures.ts';
import { expect, test } from './fixtures.ts';
import { ask } from './hands.ts';

/**
 * Every screen in both themes and both languages, in French also in a small window, looked at by axe and kept as pictures in
 * test-results/contact-sheet (sheet.png shows them all), for a person to judge.
 */
const folder = path.join(root, 'test-results/contact-sheet');
interface Screen {
  readonly name: string;
  readonly open: (page: Page, text: Text) => Promise<void>;
  /** Puts the window back to where every screen is opened from. */
  readonly leave?: (page: Page, text: Text) => Promise<void>;
}

const nav = (page: Page, text: Text, key: 'inbox' | 'calendar' | 'composer' | 'outbox') =>
  page
    .getByRole('navigation', { name: text.t('shell.screens') })
    .getByRole('button', { name: text.t(`shell.${key}`), exact: true });
const rail = (page: Page, text: Text, key: 'accounts' | 'settings' | 'help') =>
  page
    .getByRole('navigation', { name: text.t('shell.clients') })
    .getByRole('button', { name: text.t(`shell.${key}`), exact: true });
const client = (page: Page, text: Text, name: string) =>
  page
    .getByRole('navigation', { name: text.t('shell.clients') })
    .getByRole('button', { name })
    .click();
const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};

const settingsTab = (
  tab: 'general' | 'window' | 'clients' | 'statements' | 'backups' | 'training' | 'diagnostics' | 'about',
): Screen => ({
  name: `settings-${tab}`,
  open: async (page, text) => {
    await rail(page, text, 'settings').click();
    await page.getByRole('tab', { name: text.t(`settings.tab.${tab}`) }).click();
  },
});

const screens: readonly Screen[] = [
  {
    name: 'deck-everybody',
    open: async (page, text) => {
      await nav(page, text, 'inbox').click();
      await client(page, text, text.t('shell.allClients'));
    },
    leave: (page, text) => client(page, text, 'Atelier Lumière'),
  },
  { name: 'deck', open: (page, text) => nav(page, text, 'inbox').click() },
  {
    name: 'thread',
    open: async (page, text) => {
      await nav(page, text, 'inbox').click();
      await page.getByRole('article').filter({ hasText: '?' }).first().click();
      await expect(page.getByRole('complementary').getByRole('article').first()).toBeVisible();
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
    },
  },
  {
    name: 'composer',
    open: async (page, text) => {
      await nav(page, text, 'composer').click();
      await page
        .getByRole('textbox')
        .first()
        .fill(
          text.locale === 'fr'
            ? 'Samedi, on ouvre l’atelier de 10 h à 17 h : venez voir souder une Ondine. #atelier https://atelier-lumiere.example/samedi'
            : 'The workshop is open on Saturday from 10 to 5: come and see how an Ondine is made. #workshop https://atelier-lumiere.example/saturday',
        );
    },
  },
  {
    name: 'moment',
    open: async (page, text) => {
      await nav(page, text, 'composer').click();
      await page.getByRole('textbox').first().fill('Ondine');
      await page.getByRole('button', { name: text.t('composer.planIt') }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'calendar-month',
    open: async (page, text) => {
      await nav(page, text, 'calendar').click();
      await page.getByRole('radio', { name: text.t('calendar.month') }).click();
    },
  },
  {
    name: 'calendar-week',
    open: async (page, text) => {
      await nav(page, text, 'calendar').click();
      await page.getByRole('radio', { name: text.t('calendar.week') }).click();
    },
  },
  {
    name: 'outbox',
    open: async (page, text) => {
      await nav(page, text, 'outbox').click();
      await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
    },
  },
  {
    name: 'accounts',
    open: async (page, text) => {
      await rail(page, text, 'accounts').click();
      await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
    },
  },
  {
    name: 'connect',
    open: async (page, text) => {
      await rail(page, text, 'accounts').click();
      await page
        .getByRole('main')
        .getByRole('button', { name: text.t('accounts.connectOne') })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  settingsTab('general'),
  settingsTab('window'),
  settingsTab('clients'),
  settingsTab('statements'),
  settingsTab('backups'),
  settingsTab('training'),
  settingsTab('diagnostics'),
  settingsTab('about'),
  {
    name: 'palette',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
  {
    name: 'keys',
    open: async (page, text) => {
      await rail(page, text, 'help').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    leave: escape,
  },
];

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['fr', 'en'] as const).map((locale) => ({ theme, locale })),
);

test('every screen, in both themes and languages, without a fault of accessibility', async ({
  app,
  page,
}) => {
  test.setTimeout(600_000);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const faults: string[] = [];
  const look = async (name: string, text: Text, theme: string): Promise<void> => {
    const prefix = `${name}-${theme}-${text.locale}`;
    // Away from whatever would show its tooltip.
    await page.mouse.move(2, 2);
    // French words are the longer ones: what fits in the small window in French does so in English.
    const [large, small] = sizes;
    for (const size of text.locale === 'fr' ? [small, large] : [large]) {
      await resize(app, page, size);
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${prefix}-${String(size.width)}.png`) });
    }
    for (const fault of await violations(page)) faults.push(`${prefix}: ${fault}`);
  };

  for (const { theme, locale } of looks) {
    await wear(page, theme, locale);
    await look('first-run', createText(locale), theme);
  }
  const french = createText('fr');
  await wear(page, 'light', 'fr');
  await page.getByRole('button', { name: french.t('welcome.trainingStart') }).click();
  await expect(page.getByRole('article').first()).toBeVisible({ timeout: 60_000 });
  await client(page, french, 'Atelier Lumière');
  await fill(page, french);

  for (const { theme, locale } of looks) {
    const text = createText(locale);
    await wear(page, theme, locale);
    for (const screen of screens) {
      await screen.open(page, text);
      await look(screen.name, text, theme);
      // What was to be looked at is still what is shown.
      await expect(page.getByRole('dialog')).toHaveCount(screen.leave === escape ? 1 : 0);
      await screen.leave?.(page, text);
    }
  }
  await lay(
    folder,
    ['first-run', ...screens.map(({ name }) => name)].map((name) => ({
      name,
      pictures: looks.map(({ theme, locale }) => `${name}-${theme}-${locale}-1440`),
    })),
  );
  expect(faults).toEqual([]);
});

/** Something to see in calendar and outbox: posts that leave later. */
async function fill(page: Page, text: Text): Promise<void> {
  await nav(page, text, 'composer').click();
  await page.getByRole('textbox').first().fill('Nos horaires de fin d’année : ouverts le 24 jusqu’à 16 h.');
  await page.getByRole('button', { name: text.t('composer.planIt') }).click();
  const picker = page.getByRole('dialog');
  await picker.getByRole('button').filter({ hasText: '09:00' }).first().click();
  if (await picker.isVisible())
    await picker.getByRole('button', { name: text.t('composer.takeMoment') }).click();
  await page.getByRole('button', { name: /^Programmer sur/ }).click();
  await expect(page.getByRole('button', { name: text.t('composer.planIt') })).toBeHidden();
}

async function wear(page: Page, theme: 'light' | 'dark', locale: 'fr' | 'en'): Promise<void> {
  await ask(page, 'app.saveSettings', { theme, locale });
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}
