import type { Locator, Page } from '@playwright/test';
import { createText, type Text } from '../../src-renderer/text/create-text.ts';
import { picture } from '../fixtures/picture.ts';
import { expect } from './fixtures.ts';
import { tick } from './hands.ts';

/** The screens that many networks brought, as far as the training shows them. */

export const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['fr', 'en'] as const).map((locale) => ({ theme, locale })),
);
export type Look = (typeof looks)[number];
export const isFirst = ({ theme, locale }: Look): boolean => theme === 'light' && locale === 'fr';
/** Each theme and each language once: for what is made of parts that are looked at elsewhere. */
export const opposite: readonly Look[] = [
  { theme: 'light', locale: 'fr' },
  { theme: 'dark', locale: 'en' },
];

export interface Screen {
  readonly name: string;
  /** Opens it, and answers what is walked by keyboard. */
  readonly open: (page: Page, text: Text) => Promise<Locator>;
  readonly leave: (page: Page, text: Text) => Promise<void>;
  /** What of it must be in the picture, where it does not begin with that. */
  readonly shows?: (page: Page, text: Text) => Locator;
  /** All four unless told. */
  readonly looks?: readonly Look[];
}

export const french = createText('fr');
const nothing = (): Promise<void> => Promise.resolve();

const escape = async (page: Page): Promise<void> => {
  // Beside another button its name may be shown: that ends first, as it should. The cross, where one press is meant to be
  // enough, shows none.
  await page
    .getByRole('dialog')
    .getByRole('button', { name: french.t('words.close') })
    .first()
    .focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
export const goToPlace = (page: Page, text: Text, key: 'inbox' | 'composer' | 'outbox') =>
  page
    .getByRole('navigation', { name: text.t('shell.screens') })
    .getByRole('button', { name: text.t(`shell.${key}`), exact: true })
    .click();
const accounts = (page: Page, text: Text) =>
  page
    .getByRole('navigation', { name: text.t('shell.clients') })
    .getByRole('button', { name: text.t('shell.accounts'), exact: true })
    .click();

const openAccount = async (page: Page, text: Text, network: string): Promise<void> => {
  await accounts(page, text);
  await page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('img', { name: network }) })
    .first()
    .click();
};

/** Says of the account that is open that its app was granted the longer window, or was not. */
const grant = async (page: Page, text: Text, isGranted: boolean): Promise<void> => {
  const granted = page.getByRole('region', { name: text.t('health.replyWindow') }).getByRole('switch');
  await granted.focus();
  await granted.press('Space');
  await expect(granted).toBeChecked({ checked: isGranted });
};

/** The connection form on one network, on one of its ways. */
const connecting = (network: string, name: RegExp, way?: string): Screen => ({
  name: way === undefined ? `connect-${network}` : `connect-${network}-${way}`,
  open: async (page, text) => {
    await accounts(page, text);
    await page
      .getByRole('main')
      .getByRole('button', { name: text.t('accounts.connectOne') })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await tick(dialog.getByRole('radio', { name }));
    if (way === 'by-hand')
      await tick(dialog.getByRole('radio', { name: text.t('accounts.way.by-hand'), exact: true }));
    if (way === 'damaged') {
      await dialog.locator('input[type="file"]').setInputFiles({
        name: 'forum.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"format":"vigie-network","version":1,"name":"Forum","limit":0,"hashtags":3}'),
      });
      await expect(dialog.getByRole('alert')).toBeVisible();
    }
    return dialog;
  },
  leave: escape,
});

const spendingPart = (page: Page, text: Text): Locator =>
  page.getByRole('complementary').getByRole('region', { name: text.t('health.spending') });

/** Exactly the accounts whose chips' names fit. */
export async function chooseAccounts(page: Page, text: Text, wanted: RegExp): Promise<void> {
  const chips = page.getByRole('group', { name: text.t('composer.accounts') }).getByRole('button');
  await expect(chips.first()).toBeVisible();
  for (const chip of await chips.all()) {
    const name = (await chip.getAttribute('aria-label')) ?? (await chip.innerText());
    const isWanted = String(wanted.test(name));
    if ((await chip.getAttribute('aria-pressed')) !== isWanted) await chip.click();
    await expect(chip).toHaveAttribute('aria-pressed', isWanted);
  }
}

export const networkScreens: readonly Screen[] = [
  connecting('facebook', /^Facebook/),
  connecting('instagram', /^Instagram/),
  connecting('linkedin', /^LinkedIn/),
  connecting('twitter', /^X \(Twitter\)/),
  connecting('linkedin', /^LinkedIn/, 'by-hand'),
  connecting('handmade', /^(Un autre réseau|Another network)/, 'damaged'),
  {
    name: 'matrix',
    open: async (page, text) => {
      await accounts(page, text);
      await page.getByRole('button', { name: text.t('accounts.matrix') }).click();
      return page.getByRole('dialog');
    },
    leave: escape,
  },
  {
    name: 'reply-window',
    open: async (page, text) => {
      await openAccount(page, text, 'Facebook');
      await grant(page, text, true);
      return page.getByRole('complementary');
    },
    shows: (page, text) => page.getByRole('region', { name: text.t('health.replyWindow') }),
    leave: (page, text) => grant(page, text, false),
  },
  {
    name: 'disconnect',
    open: async (page, text) => {
      await openAccount(page, text, 'Facebook');
      await page
        .getByRole('complementary')
        .getByRole('button', { name: text.t('accounts.disconnect') })
        .click();
      return page.getByRole('dialog');
    },
    leave: escape,
  },
  {
    name: 'account-twitter',
    open: async (page, text) => {
      await openAccount(page, text, 'X (Twitter)');
      return page.getByRole('complementary');
    },
    shows: spendingPart,
    leave: nothing,
  },
  {
    name: 'budget-over',
    open: async (page, text) => {
      const spending = page
        .getByRole('complementary')
        .getByRole('region', { name: text.t('health.spending') });
      await spending.getByRole('button', { name: text.t('health.budgetSet') }).click();
      const budget = spending.getByRole('textbox', { name: text.t('health.budget') });
      await budget.fill('0');
      await budget.press('Enter');
      await expect(spending.getByText(/^Le budget du mois est dépensé/)).toBeVisible();
      return page.getByRole('complementary');
    },
    shows: spendingPart,
    leave: (page, text) =>
      page
        .getByRole('complementary')
        .getByRole('button', { name: text.t('health.budgetNone') })
        .click(),
    looks: opposite,
  },
  {
    name: 'comment-privately',
    open: async (page, text) => {
      await goToPlace(page, text, 'inbox');
      await page
        .getByRole('article')
        .filter({ has: page.getByLabel(/^Facebook/) })
        .first()
        .click();
      const panel = page.getByRole('complementary');
      await panel.getByRole('radio', { name: text.t('inbox.answer.private') }).click();
      return panel;
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
    },
  },
  {
    name: 'window-over',
    open: async (page, text) => {
      await goToPlace(page, text, 'inbox');
      await page
        .getByRole('article')
        .filter({ hasText: text.t('inbox.answerLate') })
        .first()
        .click();
      return page.getByRole('complementary');
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
    },
  },
  {
    name: 'composer',
    open: async (page, text) => {
      await goToPlace(page, text, 'composer');
      await page
        .getByRole('textbox')
        .first()
        .fill('Samedi, on ouvre l’atelier de 10 h à 17 h. #atelier https://atelier-lumiere.example/samedi');
      await chooseAccounts(page, text, /./);
      return page.getByRole('main');
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('composer.close') }).click();
    },
  },
  {
    name: 'mention',
    open: async (page, text) => {
      await goToPlace(page, text, 'composer');
      await chooseAccounts(page, text, /./);
      const field = page.getByRole('textbox').first();
      await field.fill('Le laiton se patine, comme le disait ');
      await field.press('Control+End');
      await field.pressSequentially('@luc');
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
      return page.getByRole('main');
    },
    leave: async (page, text) => {
      await page.getByRole('textbox').first().fill('');
      await page.getByRole('button', { name: text.t('composer.close') }).click();
    },
  },
  {
    name: 'mention-in-reply',
    open: async (page, text) => {
      await goToPlace(page, text, 'inbox');
      await page
        .getByRole('article')
        .filter({ has: page.getByLabel(/^Bluesky/) })
        .first()
        .click();
      const panel = page.getByRole('complementary');
      const field = panel.getByRole('textbox').first();
      await field.fill('Bonjour, je transmets à ');
      await field.press('Control+End');
      await field.pressSequentially('@luc');
      await expect(panel.getByRole('option').first()).toBeVisible();
      return panel;
    },
    leave: async (page, text) => {
      await page.getByRole('complementary').getByRole('textbox').first().fill('');
      await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
    },
  },
  {
    name: 'crop',
    open: async (page, text) => {
      await goToPlace(page, text, 'composer');
      await page.getByRole('textbox').first().fill('Le grand atelier, d’un bout à l’autre.');
      await chooseAccounts(page, text, /Instagram/);
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles({ name: 'panorama.png', mimeType: 'image/png', buffer: picture(1_200, 400) });
      await page.getByRole('button', { name: text.t('composer.fix.crop') }).click();
      return page.getByRole('dialog');
    },
    leave: async (page, text) => {
      await escape(page);
      await page.getByRole('button', { name: text.t('composer.close') }).click();
    },
  },
];
