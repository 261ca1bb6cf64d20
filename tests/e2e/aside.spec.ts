import type { StreamRow } from '../../src-shared/sync/stream-row.ts';
import { messageRow } from '../fixtures/rows.ts';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { makeFirstClient } from './hands.ts';
import { layRows } from './stream-rows.ts';

/** A row that cannot be read is told where the person looks for faults: kept, to be copied, or put back. */
test('what cannot be read is set aside, told, and copied as it is', async ({ running }) => {
  await makeFirstClient(running.page, 'Librairie du Port');
  await running.kill();
  const { tag, row } = messageRow(1, 'Des mots d’une autre version');
  await layRows(running.profile, [messageRow(2), { tag, row: { ...row, kind: 7 } } as unknown as StreamRow]);
  await running.restart();

  const { page } = running;
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('tab', { name: 'Diagnostic' }).press('Enter');
  const aside = page.getByRole('region', { name: 'Mis de côté' });
  await expect(aside.getByRole('row')).toHaveCount(2);
  await expect(aside.getByRole('row').last()).toContainText('Champs inconnus ou illisibles : row.kind');
  expect(await violations(page)).toEqual([]);

  await aside.getByRole('button', { name: 'Copier : Message reçu' }).press('Enter');
  await expect(page.getByText('L’élément est dans le presse-papiers')).toBeVisible();
  expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toContain(
    'Des mots d’une autre version',
  );
  // This Vigie still cannot read it: it says so, and keeps it.
  await aside.getByRole('button', { name: 'Réessayer : Message reçu' }).press('Enter');
  const said = page.getByRole('tabpanel', { name: 'Diagnostic' }).getByRole('alert');
  await expect(said).toContainText('Cette version de Vigie ne sait pas lire cet élément.');
  await expect(aside.getByRole('row')).toHaveCount(2);
});
