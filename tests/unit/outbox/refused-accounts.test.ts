import { expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { accountId } from '../../../src-shared/ids.ts';
import { refusedAccounts, refusedFor } from '../../../src-shared/outbox/refused-accounts.ts';

const one = accountId('bluesky', 'server.example', 'one');
const two = accountId('mastodon', 'other.example', 'two');

it('tells which accounts were refused, beside why the first was', () => {
  const said = refusedFor(failure('in-flight', { what: 'thread' }), [one, two], 3);
  expect(said).toEqual({
    code: 'in-flight',
    detail: { what: 'thread', refusedAccounts: `${one} ${two}`, accepted: 3, refused: 2 },
  });
  expect(refusedAccounts(said)).toEqual([one, two]);
});

it('tells of no account where the failure names none', () => {
  expect(refusedAccounts(failure('in-flight'))).toBeNull();
  expect(refusedAccounts(failure('in-flight', { refusedAccounts: '' }))).toBeNull();
  expect(refusedAccounts(failure('in-flight', { refusedAccounts: 7 }))).toBeNull();
  expect(refusedAccounts(failure('in-flight', { refusedAccounts: `${one}  ` }))).toBeNull();
});
