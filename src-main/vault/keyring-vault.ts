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

/**
 * One entry a secret. A large one goes in numbered parts of a new generation, written before the index entry names
 * them: a crash at any point leaves the old secret or the new one, whole.
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
  const dropParts = async (account: AccountId, index: Index | null): Promise<void> => {
    if (index === null || 'whole' in index) return;
    for (let i = 0; i < index.parts; i += 1)
      await keytar.deletePassword(service, part(account, index.generation, i));
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
        } else {
          const text = JSON.stringify(secret);
          const generation = old !== null && 'generation' in old ? old.generation + 1 : 1;
          const parts = Math.ceil(text.length / partLength);
          for (let i = 0; i < parts; i += 1) {
            const slice = text.slice(i * partLength, (i + 1) * partLength);
            await keytar.setPassword(service, part(account, generation, i), slice);
          }
          await keytar.setPassword(service, account, JSON.stringify({ generation, parts }));
        }
        await dropParts(account, old);
        return null;
      }),
    erase: (account) =>
      guarded(async () => {
        const old = await readIndex(account);
        await keytar.deletePassword(service, account);
        await dropParts(account, old);
        return null;
      }),
  };
}
