import { beforeEach, describe, expect, it } from 'vitest';
import type { AccountBook } from '../../../src-main/accounts/account-book.ts';
import { createCorrect, type Correct } from '../../../src-main/accounts/correct.ts';
import { describedSession } from '../../../src-main/connectors/handmade/connector.ts';
import { connectors } from '../../../src-main/connectors/index.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { describedOf, type Described } from '../../../src-shared/domain/described.ts';
import { accountId, type AccountId } from '../../../src-shared/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import { sole } from '../../fixtures/connector-words.ts';
import { accountRow } from '../../fixtures/rows.ts';

const forum: Described = {
  name: 'Forum des photographes',
  page: 'https://forum.exemple.fr/nouveau',
  limit: 80,
  images: 2,
  colour: 'sapin',
};

const made = (name: string, network = forum.name): Account => {
  const { identity } = sole(
    describedSession({
      network,
      account: name,
      page: forum.page,
      limit: '80',
      images: '2',
      colour: 'sapin',
    }),
  );
  return {
    ...accountRow(),
    ...identity,
    network: 'handmade',
    id: accountId('handmade', identity.server, identity.remoteId),
  };
};

describe('the description of a network, corrected', () => {
  const [one, two] = [made('Atelier Lumière'), made('Vélo Co', ' forum des PHOTOGRAPHES ')];
  const other = made('Atelier Lumière', 'Petites annonces');
  const connected: Account = { ...accountRow(), manifest: connectors.mastodon.manifest };
  const book = new Map<AccountId, Account>();
  let correct: Correct;
  beforeEach(() => {
    book.clear();
    for (const account of [one, two, other, connected]) book.set(account.id, account);
    const kept: Pick<AccountBook, 'list' | 'get' | 'save'> = {
      list: () => [...book.values()],
      get: (id) => book.get(id) ?? null,
      save: (account) => {
        book.set(account.id, account);
        return Promise.resolve(ok(null));
      },
    };
    correct = createCorrect({ book: kept, connectorOf: (network) => connectors[network] });
  });
  const said = (id: AccountId) => describedOf((book.get(id) ?? expect.fail(id)).manifest);

  it('is that of all its accounts, which stay who they are', async () => {
    const better: Described = {
      name: 'Forum photo',
      page: 'https://photo.exemple.org/ecrire',
      limit: 1_200,
      images: 0,
      colour: 'rose',
    };
    const answer = await correct(one.id, better);
    expect(answer).toEqual(ok([one.id, two.id]));
    for (const { id } of [one, two]) expect(said(id)).toEqual(better);
    expect(book.get(one.id)).toMatchObject({
      handle: 'Atelier Lumière',
      remoteId: one.remoteId,
      server: 'photo.exemple.org',
      origin: 'https://photo.exemple.org',
      manifest: { web: { compose: better.page }, byHand: true },
    });
    expect(said(other.id)).toEqual({ ...forum, name: 'Petites annonces' });
    expect(book.size).toBe(4);
  });

  it('does not take the name of another described network, nor is there one of a connected account', async () => {
    expect(await correct(one.id, { ...forum, name: 'petites annonces' })).toMatchObject({
      error: { code: 'already-connected' },
    });
    expect(await correct(connected.id, forum)).toMatchObject({ error: { code: 'not-readable' } });
    expect([...book.values()]).toEqual([one, two, other, connected]);
    expect((await correct(one.id, { ...forum, name: 'FORUM des photographes' })).tag).toBe('ok');
  });
});
