import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { ulid } from 'ulid';
import { momentOf, wallOf } from '../../src-shared/calendar/moment.ts';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import { ask } from './hands.ts';

/**
 * A profile with two clients on the simulated networks and posts of their own: put in through the app's own doors
 * (the training workspace, and the second copy that a blank store is restored from).
 */
export interface Scene {
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: readonly { readonly id: string; readonly workspaceId: string }[];
}

export interface ScenePost {
  /** Index into the scene's clients. */
  readonly client: number;
  readonly text: string;
  /** `2026-12-10T09:00`, on the client's clock. */
  readonly wall: string;
  /** How many of the client's accounts it goes to; a draft goes to none yet. */
  readonly accounts: number;
  readonly isDraft?: boolean;
  readonly executor?: 'machine' | 'native' | 'assisted';
  /** To the millisecond, where the wall clock's minute is not enough. */
  readonly dueAt?: number;
  readonly toleranceMs?: number;
  readonly media?: Content['media'];
}

const zone = 'Europe/Paris';
const clients = [
  { name: 'Atelier Lumière', colour: 'ambre' },
  { name: 'Vélo Co', colour: 'sapin' },
] as const;

type Asked = (name: string, args: unknown) => Promise<unknown>;

/** Asks main through the interface's own bridge; throws on a refusal. */
function bridgeOf(page: Page): Asked {
  return async (name, args) => {
    const answer = (await ask(page, name, args)) as {
      readonly tag: string;
      readonly value?: unknown;
      readonly error?: unknown;
    };
    if (answer.tag !== 'ok') throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
}

/** Connects the training workspace's accounts and puts the posts in. The page is loaded anew. */
export async function setScene(page: Page, posts: (now: number) => readonly ScenePost[]): Promise<Scene> {
  const told = bridgeOf(page);
  const now = Date.now();
  const made = clients.map((client, index) => ({ ...client, id: ulid(now + index) }));
  await told('app.saveSettings', { locale: 'fr' });
  const started = (await told('training.start', { workspaceIds: made.map((one) => one.id) })) as {
    accountIds: readonly string[];
  };
  // Client by client, each with one account a network.
  const each = started.accountIds.length / made.length;
  const accounts = started.accountIds.map((id, index) => ({
    id,
    workspaceId: made[Math.floor(index / each)]?.id ?? '',
  }));
  const rows: { collection: string; id: string; row: Record<string, unknown> }[] = made.map(
    (client, index) => ({
      collection: 'workspaces',
      id: client.id,
      row: {
        id: client.id,
        name: client.name,
        colour: client.colour,
        zone,
        toleranceMs: 1_800_000,
        position: index,
        training: true,
        archivedAt: null,
        createdAt: now,
        updatedAt: now,
      },
    }),
  );
  posts(now).forEach((post, index) => {
    const workspaceId = made[post.client]?.id ?? '';
    // Those that take a post of words alone.
    const targets = accounts
      .filter(({ id, ...one }) => one.workspaceId === workspaceId && /^(?:bluesky|mastodon):/.test(id))
      .slice(0, post.accounts);
    const content: Content = { ...emptyContent, text: post.text, media: post.media ?? [] };
    // The wall time is what was meant, and is reckoned anew at each start: it agrees with the instant.
    const moment =
      post.dueAt === undefined
        ? momentOf(post.wall, zone).moment
        : { wall: wallOf(post.dueAt, zone), zone, dueAt: post.dueAt };
    const [postId, intentId] = [ulid(now + 10 + index), ulid(now + 1_000 + index)];
    const common = { workspaceId, createdAt: now, updatedAt: now };
    rows.push({
      collection: 'posts',
      id: postId,
      row: {
        ...common,
        id: postId,
        accountIds: targets.map((one) => one.id),
        base: content,
        variants: {},
        target: null,
        planned: moment,
        intentId: post.isDraft ? null : intentId,
        deletedAt: null,
      },
    });
    if (post.isDraft) return;
    const intent = {
      id: intentId,
      workspaceId,
      revision: 1,
      postId,
      action: { tag: 'publish' },
      targets: targets.map((one) => ({ accountId: one.id, content, hash: hashOf(content) })),
      when: { tag: 'at', moment, toleranceMs: post.toleranceMs ?? 1_800_000 },
      executor: post.executor ?? 'machine',
      createdAt: now,
    };
    rows.push({
      collection: 'intents',
      id: intentId,
      row: { ...common, id: intentId, postId, revision: 1, handed: 'pending', refusal: null, intent },
    });
  });
  for (let from = 0; from < rows.length; from += 500)
    await told('authored.keep', { rows: rows.slice(from, from + 500) });
  await page.reload();
  await expect(page.getByRole('navigation').first()).toBeVisible();
  return { clients: made, accounts };
}

const hashOf = (content: Content): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex');
