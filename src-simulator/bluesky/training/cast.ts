import { clients, type Client } from '../../core/clients.ts';
import { persons, type Person } from '../../core/persons.ts';
import type { AppPassword } from '../pds/accounts.ts';
import { didFor } from '../pds/accounts.ts';
import { HANDLE_DOMAIN } from './crowd.ts';

/** Who lives on the simulated server. Everybody is fictitious, so their passwords are no secrets (see the README). */
export type Member = {
  readonly did: string;
  readonly handle: string;
  readonly displayName: string;
  readonly bio: string;
  readonly website: string | undefined;
  /** The account's own password, and those made for apps. */
  readonly password: string;
  readonly appPasswords: readonly AppPassword[];
  readonly allowIncoming: 'all' | 'none' | 'following';
};

const passwords: Readonly<Record<string, readonly [withMessages: string, without: string]>> = {
  'atelier-lumiere': ['lumi-ere4-onde-3ine', 'lumi-ere4-sans-dm22'],
  'velo-et-co': ['velo-roue-libr-e365', 'velo-roue-sans-dm22'],
};

export const clientHandle = (client: Client): string => `${client.username}.${HANDLE_DOMAIN}`;

/** Handles are host names: signs that those lack become hyphens. */
export const personHandle = (person: Person): string =>
  `${person.handle.replaceAll(/[^a-z0-9]+/g, '-')}.${(person.homeServer ?? HANDLE_DOMAIN).replace(/\.example$/, '.test')}`;

export const clientDid = (client: Client): string => didFor(clientHandle(client));
export const personDid = (person: Person): string => didFor(personHandle(person));

export function memberOfClient(client: Client): Member {
  const [withMessages, without] = passwords[client.id] ?? ['aaaa-bbbb-cccc-dddd', 'aaaa-bbbb-cccc-2222'];
  return {
    did: clientDid(client),
    handle: clientHandle(client),
    displayName: client.name,
    bio: client.bio,
    website: client.website,
    password: `${client.username}-main-password`,
    appPasswords: [
      { name: 'vigie', password: withMessages, privileged: true },
      { name: 'vigie without messages', password: without, privileged: false },
    ],
    allowIncoming: 'all',
  };
}

export function memberOfPerson(person: Person): Member {
  return {
    did: personDid(person),
    handle: personHandle(person),
    displayName: person.name,
    bio: person.bio,
    website: undefined,
    password: `${person.handle}-main-password`,
    appPasswords: [],
    allowIncoming:
      person.temperament === 'spammer' ? 'none' : person.temperament === 'journalist' ? 'following' : 'all',
  };
}

export const members: readonly Member[] = [...clients.map(memberOfClient), ...persons.map(memberOfPerson)];
