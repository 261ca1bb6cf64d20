import type { Account } from '../pds/accounts.ts';
import { atUri } from '../protocol/at-uri.ts';
import { cidOfRecord } from '../protocol/cid.ts';
import type { RecordRow } from '../pds/repositories.ts';

/** The nameless public of bulk orders: people who are computed from a number and stored nowhere. */
export const HANDLE_DOMAIN = 'bsky.test';

const digits = 'abcdefghijklmnopqrstuvwxyz234567';
const given = [
  'Alix',
  'Bruno',
  'Chloé',
  'Driss',
  'Elsa',
  'Farid',
  'Gaïa',
  'Hélène',
  'Ismaël',
  'Joan',
  'Kim',
  'Léo',
];
const family = [
  'Arnaud',
  'Bernier',
  'Costa',
  'Duval',
  'Esteban',
  'Faure',
  'Garnier',
  'Huet',
  'Imbert',
  'Joly',
  'Klein',
];
/** They all joined on the same day. */
const JOINED = Date.UTC(2025, 0, 1);

export function crowdDid(number: number): string {
  let left = number;
  let out = '';
  for (let at = 0; at < 19; at += 1) {
    out = digits.charAt(left % 32) + out;
    left = Math.floor(left / 32);
  }
  return `did:plc:crowd${out}`;
}

function numberOf(identifier: string): number | null {
  const byDid = /^did:plc:crowd([a-z2-7]{19})$/.exec(identifier)?.[1];
  if (byDid !== undefined) return byDid.split('').reduce((sum, char) => sum * 32 + digits.indexOf(char), 0);
  const byHandle = /^passant-(\d{1,9})\.bsky\.test$/.exec(identifier)?.[1];
  return byHandle === undefined ? null : Number(byHandle);
}

const nameOf = (number: number): string =>
  `${given[number % given.length] ?? ''} ${family[Math.floor(number / given.length) % family.length] ?? ''}`;

/** The account behind a DID or handle of the crowd. Nobody can sign in to it. */
export function crowdAccount(identifier: string): Account | undefined {
  const number = numberOf(identifier);
  if (number === null) return undefined;
  return {
    id: crowdDid(number),
    handle: `passant-${number}.${HANDLE_DOMAIN}`,
    email: '',
    password: '',
    appPasswords: [],
    secondFactor: null,
    status: 'active',
    generation: 0,
    createdAt: JOINED,
  };
}

export function crowdProfile(did: string): RecordRow | undefined {
  const number = numberOf(did);
  if (number === null) return undefined;
  const value = {
    $type: 'app.bsky.actor.profile',
    displayName: nameOf(number),
    createdAt: new Date(JOINED).toISOString(),
  };
  return {
    id: atUri(did, 'app.bsky.actor.profile', 'self'),
    did,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
    cid: cidOfRecord(value),
    value,
    committedAt: JOINED,
    indexedAt: JOINED,
  };
}
