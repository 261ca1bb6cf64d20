import { expect, it } from 'vitest';
import type { Neighbour } from '../../../src-shared/composing/neighbours.ts';
import { compared } from '../../../src-shared/composing/similar.ts';
import { accountId } from '../../../src-shared/ids.ts';
import { entryWarnings, warningsText } from '../../../src-renderer/features/calendar/entry-neighbours.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';

const [a, b] = [accountId('net', 'one.example', 'a'), accountId('net', 'two.example', 'b')];
const now = Date.UTC(2026, 10, 26, 8);
const minute = 60_000;
const words = 'La librairie rouvre samedi à 10 h avec une rencontre autour du dernier roman.';
const other = (of: typeof a, at: number, text: string): Neighbour => ({
  id: `other/${of}` as Delivery['id'],
  accountId: of,
  at,
  text: compared(text),
});
const entry = (deliveries: readonly Pick<Delivery, 'accountId' | 'state' | 'content'>[]) => ({
  accountIds: [a, b],
  content: { ...emptyContent, text: words },
  deliveries: deliveries as readonly Delivery[],
});
const rules = { similarDays: 30, apartMinutes: 15 };
const said = (of: ReturnType<typeof entry>, others: readonly Neighbour[]) =>
  warningsText(
    createText('fr'),
    entryWarnings(of, now, others, rules),
    (id) => (id === a ? '@a' : '@b'),
    now,
  );

it('says for each account what a move would bring together', () => {
  const text = said(entry([]), [other(a, now + 5 * minute, 'Tout autre chose.'), other(b, now, words)]);
  expect(text).toContain('@a');
  expect(text).toContain('À 5 minutes d’un autre post');
  expect(text).toContain('@b');
  expect(text).toContain('Le même texte y est déjà');
  expect(said(entry([]), [])).toBeNull();
});

it('goes by what each account holds, and leaves alone what has left', () => {
  const own = {
    accountId: b,
    state: 'scheduled',
    content: { ...emptyContent, text: 'Autre texte pour b.' },
  } as const;
  expect(said(entry([own]), [other(b, now + 60 * minute, words)])).toBeNull();
  expect(said(entry([{ ...own, state: 'sent' }]), [other(b, now, 'Tout autre chose.')])).toBeNull();
});
