import { describe, expect, it } from 'vitest';
import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import { whereItLeaves } from '../../../src-shared/domain/statement.ts';
import type { AccountId, WorkspaceId } from '../../../src-shared/ids.ts';
import { parseStatements } from '../../../src-renderer/store/queries/statements.ts';

const client = '01JWORKSPACE00000000000001' as WorkspaceId;
const other = '01JWORKSPACE00000000000002' as WorkspaceId;
const [open, shut] = [{ id: 'a-open' as AccountId }, { id: 'a-shut' as AccountId }];

const freeze = (change: Partial<Freeze>): Freeze => ({
  id: 'f',
  scope: null,
  by: '',
  why: '',
  startedAt: 0,
  endsAt: null,
  openAccounts: [],
  repliesOpen: false,
  ended: null,
  ...change,
});

describe('where a holding statement leaves', () => {
  it('leaves only where every freeze lets it', () => {
    const own = freeze({ scope: client, openAccounts: [open.id] });
    expect(whereItLeaves(client, [open, shut], [own])).toEqual({ free: [open], held: [shut] });
    expect(whereItLeaves(client, [open, shut], [own, freeze({})])).toEqual({ free: [], held: [open, shut] });
  });

  it('is a post: replies that stay open open nothing to it', () => {
    expect(whereItLeaves(client, [open], [freeze({ repliesOpen: true })]).held).toEqual([open]);
  });

  it('is held by no freeze of another client, and by none that has ended', () => {
    const over = freeze({ ended: { at: 1, by: '', what: [] } });
    expect(whereItLeaves(client, [open], [freeze({ scope: other }), over]).free).toEqual([open]);
  });
});

it('a statement that this Vigie cannot read is left alone, and hides no other', () => {
  const row = (id: string, data: Readonly<Record<string, unknown>>, workspaceId: string = client) => ({
    id,
    workspaceId,
    kind: 'statement',
    data,
    updatedAt: 1,
  });
  const words = { name: 'Accident', text: 'Nous vérifions.', language: 'fr' };
  expect(parseStatements([row('1', { name: 7 }), row('2', words)])).toEqual([
    { ...words, id: '2', workspaceId: client },
  ]);
});
