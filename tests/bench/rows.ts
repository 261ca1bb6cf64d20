import { manifest } from '../../src-main/connectors/bluesky/manifest.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import { newestFirst, type Box, type Message } from '../../src-shared/domain/message.ts';
import { accountId, rowId, type WorkspaceId } from '../../src-shared/ids.ts';

/** Made-up rows of a usual size: 18 words, an author, a conversation of a few messages. The same for the same index. */

const words = (
  'atelier lumière suspension laiton brossé demain matin bonjour merci livraison commande quand ouvert samedi ' +
  'vélo frein météo pluie réparation rendez-vous menu soirée photo magnifique prix taille couleur encore question'
).split(' ');
const boxesByShare: readonly Box[] = ['public', 'public', 'public', 'private', 'own', 'activity'];
const accountsOfClient = 3;

export function makeAccount(workspaceId: WorkspaceId, client: number, index: number, now: number): Account {
  const name = `compte${client}${index}`;
  return {
    id: accountId('bluesky', 'bench.invalid', name),
    workspaceId,
    network: 'bluesky',
    server: 'bench.invalid',
    origin: 'https://bench.invalid',
    remoteId: name,
    handle: `${name}.bench.invalid`,
    name: `Compte ${client}${index}`,
    avatarUrl: null,
    manifest,
    health: { tag: 'disconnected', since: now },
    secretIn: 'session',
    connectedAt: now - 90 * 86_400_000 + index,
    lastSyncAt: now,
  };
}

export const accountsOf = (workspaces: readonly WorkspaceId[], now: number): readonly Account[] =>
  workspaces.flatMap((id, client) =>
    Array.from({ length: accountsOfClient }, (_, index) => makeAccount(id, client, index, now)),
  );

/** The `index`-th message; a minute apart, spread over the accounts. */
export function makeMessage(accounts: readonly Account[], index: number, now: number): Message {
  const account = accounts[index % accounts.length];
  if (account === undefined) throw new Error('no account to write to');
  const at = now - index * 60_000;
  const text = Array.from({ length: 18 }, (_, word) => words[(index * 7 + word * 13) % words.length]).join(
    ' ',
  );
  const box = boxesByShare[Math.floor(index / accounts.length) % boxesByShare.length] ?? 'public';
  const remoteId = `m${index}`;
  return {
    id: rowId(account.workspaceId, account.id, remoteId),
    workspaceId: account.workspaceId,
    accountId: account.id,
    remoteId,
    box,
    kind: box === 'private' ? 'dm' : box === 'own' ? 'post' : box === 'activity' ? 'like' : 'reply',
    conversationId: `c${Math.floor(index / 5)}`,
    url: null,
    author: {
      remoteId: `p${index % 997}`,
      name: `Personne ${index % 997}`,
      handle: `p${index % 997}.bench.invalid`,
      avatarUrl: null,
    },
    mine: box === 'own',
    body: [{ tag: 'text', text }],
    warning: null,
    attachments: [],
    poll: null,
    parent: null,
    createdAt: at,
    editedAt: null,
    counts: { likes: index % 9, replies: 0, reposts: 0, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: null,
    language: 'fr',
    handleData: '',
    order: newestFirst(at),
    text,
    state: index % 40 === 0 ? 'unread' : 'open',
    receivedAt: now,
    goneAt: null,
  };
}

export function* batchesOf(count: number, size: number): Generator<readonly number[]> {
  for (let from = 0; from < count; from += size)
    yield Array.from({ length: Math.min(size, count - from) }, (_, index) => from + index);
}
