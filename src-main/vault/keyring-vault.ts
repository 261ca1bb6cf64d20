import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Secret } from '../connectors/contract.ts';
import type { Vault } from './vault.ts';

/** The keytar interface, which `@napi-rs/keyring/keytar` implements over each system's keychain. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Windows refuses values over 2,560 bytes and stores UTF-16: 1,200 characters a part are safe everywhere. */
const partLength = 1_200;

const secretSchema = v.record(v.string(), v.union([v.string(), v.number(), v.null()]));
const indexSchema = v.union([
  v.object({ whole: secretSchema }),
  v.object({ generation: v.number(), parts: v.number() }),
]);
type Index = v.InferOutput<typeof indexSchema>;

/** A large secret lies in one of two places and is replaced in the other. */
const generations = [1, 2] as const;

/**
 * One entry a secret. A large one goes in numbered parts of the other generation, written before the index entry
 * names them: a crash at any point leaves the old secret or the new one, whole. Parts that a crash left behind are
 * erased by the next write and by `erase`, whatever the index says of them.
 */
export function createKeyringVault(keytar: Keytar, service: string): Vault {
  const part = (account: AccountId, generation: number, index: number): string =>
    `${account}#${String(generation)}.${String(index)}`;

  const readIndex = async (account: AccountId): Promise<Index | null> => {
    const text = await keytar.getPassword(service, account);
    if (text === null) return null;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), indexSchema), text);
    return parsed.success ? parsed.output : null;
  };
  /** Parts are written upwards and erased downwards, so that whatever a crash leaves begins at 0 without a hole. */
  const dropParts = async (account: AccountId, generation: number): Promise<void> => {
    let count = 0;
    while ((await keytar.getPassword(service, part(account, generation, count))) !== null) count += 1;
    for (let i = count - 1; i >= 0; i -= 1)
      await keytar.deletePassword(service, part(account, generation, i));
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<Result<T, Failure>> => {
    try {
      return ok(await work());
    } catch (error) {
      return err(failure('keychain-refused', { kind: error instanceof Error ? error.name : 'unknown' }));
    }
  };

  return {
    kind: 'keychain',
    read: (account) =>
      guarded(async () => {
        const index = await readIndex(account);
        if (index === null) return null;
        if ('whole' in index) return index.whole;
        const parts: string[] = [];
        for (let i = 0; i < index.parts; i += 1) {
          const text = await keytar.getPassword(service, part(account, index.generation, i));
          if (text === null) return null;
          parts.push(text);
        }
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), secretSchema), parts.join(''));
        return parsed.success ? parsed.output : null;
      }),
    write: (account, secret: Secret) =>
      guarded(async () => {
        const old = await readIndex(account);
        const whole = JSON.stringify({ whole: secret });
        if (whole.length <= partLength) {
          await keytar.setPassword(service, account, whole);
          for (const generation of generations) await dropParts(account, generation);
          return null;
        }
        const text = JSON.stringify(secret);
        const before = old !== null && 'generation' in old ? old.generation : null;
        const generation = before === 1 ? 2 : 1;
        // What a crash left there may be longer than what comes now.
        await dropParts(account, generation);
        const parts = Math.ceil(text.length / partLength);
        for (let i = 0; i < parts; i += 1) {
          const slice = text.slice(i * partLength, (i + 1) * partLength);
          await keytar.setPassword(service, part(account, generation, i), slice);
        }
        await keytar.setPassword(service, account, JSON.stringify({ generation, parts }));
        await dropParts(account, generation === 1 ? 2 : 1);
        return null;
      }),
    erase: (account) =>
      guarded(async () => {
        await keytar.deletePassword(service, account);
        for (const generation of generations) await dropParts(account, generation);
        return null;
      }),
  };
}
