import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { createLog } from '../../../src-main/diagnostics/log.ts';
import { createKeyringVault, type Keytar } from '../../../src-main/vault/keyring-vault.ts';
import { openVault } from '../../../src-main/vault/open-vault.ts';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import { ok } from '../../../src-shared/result.ts';

const account = v.parse(accountIdSchema, 'net:example.social:1');
const other = v.parse(accountIdSchema, 'net:example.social:2');
const service = 'vigie-test';

/** A keychain as systems have them: entries of limited size, and a process that may die at any moment. */
function keychain() {
  const entries = new Map<string, string>();
  let left = Infinity;
  const tick = (): void => {
    if (left <= 0) throw new Error('the process died');
    left -= 1;
  };
  const keytar: Keytar = {
    getPassword: (where, name) => Promise.resolve(entries.get(`${where}/${name}`) ?? null),
    setPassword: async (where, name, password) => {
      tick();
      // The smallest of the three systems: 2,560 bytes of UTF-16.
      if (password.length * 2 > 2_560) throw new Error('too large for this keychain');
      entries.set(`${where}/${name}`, await Promise.resolve(password));
    },
    deletePassword: async (where, name) => {
      tick();
      return Promise.resolve(entries.delete(`${where}/${name}`));
    },
  };
  return {
    entries,
    keytar,
    /** Lets so many writes pass, then dies. */
    dieAfter: (writes: number) => {
      left = writes;
    },
    revive: () => {
      left = Infinity;
    },
  };
}

const secretOf = (mark: string, size: number) => ({
  accessToken: mark.repeat(size),
  expiresAt: 12,
  refreshToken: null,
});
const small = secretOf('s', 40);
const sizes = [
  ['small', small],
  ['of one part and a bit', secretOf('m', 1_250)],
  ['large', secretOf('L', 9_000)],
  ['larger', secretOf('X', 14_000)],
] as const;
const pairs = sizes.flatMap(([from, before]) =>
  sizes.map(([to, after]) => [from, to, before, after] as const),
);

describe('a vault on a keychain', () => {
  it.each(sizes)(
    'keeps a %s secret whole, in entries that every system takes, and erases all of it',
    async (_, secret) => {
      const { entries, keytar } = keychain();
      const vault = createKeyringVault(keytar, service);
      expect(await vault.write(account, secret)).toEqual(ok(null));
      expect(await vault.write(other, small)).toEqual(ok(null));
      expect(await vault.read(account)).toEqual(ok(secret));
      expect(await vault.read(other)).toEqual(ok(small));
      await vault.erase(account);
      expect(await vault.read(account)).toEqual(ok(null));
      expect([...entries.keys()]).toEqual([`${service}/${other}`]);
    },
  );

  it.each(pairs)('%s replaced by %s leaves nothing of the old one', async (_from, _to, before, after) => {
    const { entries, keytar } = keychain();
    const vault = createKeyringVault(keytar, service);
    for (const secret of [before, after, before, after]) await vault.write(account, secret);
    expect(await vault.read(account)).toEqual(ok(after));
    const fresh = keychain();
    await createKeyringVault(fresh.keytar, service).write(account, after);
    expect(entries.size).toBe(fresh.entries.size);
  });

  it.each(pairs)(
    '%s replaced by %s: a death at any moment leaves one of the two whole, and nothing after the next erase',
    async (_from, _to, before, after) => {
      for (let writes = 0; writes < 60; writes += 1) {
        const chain = keychain();
        const vault = createKeyringVault(chain.keytar, service);
        await vault.write(account, before);
        chain.dieAfter(writes);
        const outcome = await vault.write(account, after);
        chain.revive();
        const found = await createKeyringVault(chain.keytar, service).read(account);
        if (found.tag === 'err') return expect.fail('unreadable');
        expect([JSON.stringify(before), JSON.stringify(after)]).toContain(JSON.stringify(found.value));
        if (outcome.tag === 'ok') expect(found.value).toEqual(after);
        else expect(outcome.error.code).toBe('keychain-refused');
        // One more crash in the middle of a write, then the account is disconnected.
        chain.dieAfter(Math.floor(writes / 2));
        await vault.write(account, before);
        chain.revive();
        await vault.erase(account);
        expect([...chain.entries.keys()], `after ${writes} writes`).toEqual([]);
        if (outcome.tag === 'ok') return;
      }
      expect.fail('never finished');
    },
  );

  it('reads what is damaged as nothing, never as something else', async () => {
    const { entries, keytar } = keychain();
    const vault = createKeyringVault(keytar, service);
    for (const text of ['', '{', '"text"', '{"whole":{"a":[1]}}', '{"generation":1,"parts":3}', 'null']) {
      entries.set(`${service}/${account}`, text);
      expect(await vault.read(account)).toEqual(ok(null));
    }
    await vault.write(account, secretOf('L', 4_000));
    const [part = ''] = [...entries.keys()].filter((name) => name.includes('#'));
    entries.delete(part);
    expect(await vault.read(account)).toEqual(ok(null));
  });
});

describe('opening the vault', () => {
  const log = () => createLog({ now: () => 0, file: null });
  it('takes the keychain that gives back what it was given, and leaves no trace of the question', async () => {
    const { entries, keytar } = keychain();
    const vault = await openVault({ load: () => Promise.resolve(keytar), service, log: log() });
    expect([vault.kind, entries.size]).toEqual(['keychain', 0]);
  });

  it.each<[string, () => Promise<Keytar>]>([
    ['is not there', () => Promise.reject(new Error('no module'))],
    [
      'refuses',
      () => Promise.resolve({ ...keychain().keytar, setPassword: () => Promise.reject(new Error('locked')) }),
    ],
    ['forgets', () => Promise.resolve({ ...keychain().keytar, getPassword: () => Promise.resolve(null) })],
    ['never answers', () => new Promise(() => undefined)],
  ])('stays in memory when the keychain %s', async (_, load) => {
    const lines = log();
    const vault = await openVault({ load, service, log: lines, patienceMs: 20 });
    expect(vault.kind).toBe('session');
    expect(lines.recent(1, true)[0]?.event).toBe('vault.no-keychain');
    await vault.write(account, small);
    expect(await vault.read(account)).toEqual(ok(small));
    await vault.erase(account);
    expect(await vault.read(account)).toEqual(ok(null));
  });
});
