import { createECDH, createHash } from 'node:crypto';
import type { StateStore } from '../../core/state.ts';
import { base32 } from '../protocol/base32.ts';
import type { JsonObject } from '../protocol/json.ts';
import { base58 } from './base58.ts';

/** A password that a person made for one app. Only a privileged one may read private messages. */
export type AppPassword = { readonly name: string; readonly password: string; readonly privileged: boolean };

export type Account = {
  /** Its DID. */
  readonly id: string;
  readonly handle: string;
  readonly email: string;
  /** The password of the account itself, which asks for a second factor when `secondFactor` is set. */
  readonly password: string;
  readonly appPasswords: readonly AppPassword[];
  /** The code that would have been sent by e-mail. */
  readonly secondFactor: string | null;
  readonly status: 'active' | 'takendown' | 'deactivated';
  /** Raised when the owner ends all sessions: tokens of an earlier one are refused. */
  readonly generation: number;
  readonly createdAt: number;
};

export interface Accounts {
  /** By handle (any case), DID or e-mail address. */
  find(identifier: string): Account | undefined;
  byDid(did: string): Account | undefined;
  put(account: Account): Account;
  all(): readonly Account[];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A `did:plc` that always is the same for a handle: 24 base32 characters of a hash, as the real ones. */
export const didFor = (handle: string): string =>
  `did:plc:${base32(digest(`genesis ${handle}`)).slice(0, 24)}`;

/** sheet: 1 A (start, then the PDS of the DID document) */
export function didDocument(account: Account, serviceEndpoint: string): JsonObject {
  // One of the two curves that identities may use, and the one that Electron's cryptography has too.
  const key = createECDH('prime256v1');
  key.setPrivateKey(digest(`key ${account.id}`));
  const point = new Uint8Array([0x80, 0x24, ...key.getPublicKey(undefined, 'compressed')]);
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/suites/ecdsa-2019/v1',
    ],
    id: account.id,
    alsoKnownAs: [`at://${account.handle}`],
    verificationMethod: [
      {
        id: `${account.id}#atproto`,
        type: 'Multikey',
        controller: account.id,
        publicKeyMultibase: `z${base58(point)}`,
      },
    ],
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint }],
  };
}

/** `computed` finds the people of bulk orders, who are stored nowhere. */
export function createAccounts(
  state: StateStore,
  computed: (identifier: string) => Account | undefined = () => undefined,
): Accounts {
  const table = state.table<Account>('accounts');
  const byHandle = new Map<string, string>();
  for (const account of table.values()) byHandle.set(account.handle, account.id);
  return {
    find(identifier) {
      const wanted = identifier.toLowerCase();
      if (wanted.startsWith('did:')) return table.get(identifier) ?? computed(identifier);
      if (wanted.includes('@')) return [...table.values()].find((account) => account.email === wanted);
      const did = byHandle.get(wanted);
      return did === undefined ? computed(wanted) : table.get(did);
    },
    byDid: (did) => table.get(did) ?? computed(did),
    put(account) {
      const before = table.get(account.id);
      if (before) byHandle.delete(before.handle);
      byHandle.set(account.handle, account.id);
      return table.put(account);
    },
    all: () => [...table.values()],
  };
}
