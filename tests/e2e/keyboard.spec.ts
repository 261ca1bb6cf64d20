import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { expectFocusSeen, focusFault, watchPointer } from './keyboard.ts';

/** The witnesses of the flows that are worked by keyboard alone: what they must see, they see. */

test('a press of a button by Enter is no pointer event, a click is', async ({ page }) => {
  const pointer = await watchPointer(page);
  const create = page.getByRole('button', { name: 'Créer et connecter un compte' });
  await create.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Donnez un nom à ce client.')).toBeVisible();
  expect(await pointer()).toEqual([]);
  await create.click();
  expect((await pointer()).map((line) => line.split(' ')[0])).toEqual(
    expect.arrayContaining(['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']),
  );
});

test('a focus that is nowhere, or that cannot be seen, is a fault', async ({ page }) => {
  const field = page.getByRole('textbox', { name: 'Nom du client' });
  await expect(field).toBeVisible();
  await page.keyboard.press('Tab');
  await expectFocusSeen(page);
  await field.focus();
  await expectFocusSeen(page);
  await field.blur();
  expect(await focusFault(page)).toBe('nothing has the focus');
  const create = page.getByRole('button', { name: 'Créer et connecter un compte' });
  await create.focus();
  await expectFocusSeen(page);
  await create.evaluate((button) => (button.style.outline = 'none'));
  expect(await focusFault(page)).toMatch(/^not visible: <button/);
  await create.evaluate((button) => (button.style.marginTop = '-5000px'));
  expect(await focusFault(page)).toMatch(/^out of view: <button/);
});

test('a picture without a text and a pale word are faults for axe', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Créer et connecter un compte' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.evaluate(() => {
    document.querySelector('main')?.append(new Image(8, 8));
    const heading = document.querySelector('h1');
    if (heading) heading.style.color = 'rgb(240 240 240)';
  });
  const found = await violations(page);
  expect(found.map((line) => line.split(':')[0])).toEqual(
    expect.arrayContaining(['image-alt', 'color-contrast']),
  );
});
