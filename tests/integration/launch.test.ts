import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Post } from '../../src-shared/domain/post.ts';
import {
  accountId,
  deliveryId,
  workspaceIdSchema,
  type IntentId,
  type PostId,
} from '../../src-shared/ids.ts';
import type { Databases } from '../../src-renderer/store/databases.ts';
import {
  againId,
  dropIntent,
  editIntent,
  type NewIntent,
  readIntent,
  writeIntent,
} from '../../src-renderer/store/queries/intents.ts';
import { draftOfIntent } from '../../src-renderer/store/queries/intent-draft.ts';
import { freeUnwritten, launch, release } from '../../src-renderer/store/queries/launch.ts';
import { changePost, createPost, readPost } from '../../src-renderer/store/queries/posts.ts';
import { createPoints, type Plan } from '../fixtures/death-and-faults.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';
import { delivery } from '../unit/departure/samples.ts';

/** A post and its wish: bound to each other once, whoever presses how often, and wherever the program dies. */
const workspaceId = v.parse(workspaceIdSchema, '01JWORKSPACEAAAAAAAAAAAAAA');
const account = accountId('mastodon', 'one.example', '1');
const alive: Plan = { tag: 'none' };

let disk: StoreDisk;
let databases: Databases;
let post: Post;

/** A page opens the store, as after a start. */
async function open(plan: Plan): Promise<ReturnType<typeof createPoints>> {
  const points = createPoints(plan);
  ({ databases } = await disk.open(points));
  return points;
}

beforeEach(async () => {
  disk = createStoreDisk();
  await open(alive);
  await databases.authored.workspaces.insert({
    id: workspaceId,
    name: 'Librairie du Port',
    colour: 'ambre',
    zone: 'Europe/Paris',
    toleranceMs: 60_000,
    position: 0,
    training: false,
    archivedAt: null,
    createdAt: 1,
    updatedAt: 1,
  });
  post = await createPost(
    databases,
    { workspaceId, accountIds: [account], target: null, text: 'Bonjour' },
    1,
  );
});
afterEach(() => disk.release());

const wish = (postId: PostId | null): NewIntent => ({
  workspaceId,
  postId,
  action: { tag: 'publish' },
  when: { tag: 'now', graceMs: 0 },
  executor: 'machine',
  targets: [{ accountId: account, content: { ...emptyContent, text: 'Bonjour' } }],
});
const wishes = async (): Promise<readonly string[]> =>
  (await databases.authored.intents.find().exec()).map(({ id }) => id);
const boundTo = async (): Promise<IntentId | null | undefined> =>
  (await readPost(databases, post.id))?.intentId;

const cancelled = (id: IntentId) =>
  databases.mirror.deliveries.insert(
    delivery({ id: deliveryId(id, account), intentId: id, workspaceId, state: 'cancelled' }, account),
  );
const accept = async (id: IntentId): Promise<void> => {
  const document = await databases.authored.intents.findOne(id).exec();
  await document?.incrementalPatch({ handed: 'accepted' });
};
/** The wish, on disk. */
async function launched(input = wish(post.id), id?: IntentId): Promise<IntentId> {
  const made = await launch(databases, input, 1, id);
  if (made === null) expect.fail('nothing was launched');
  return made;
}

describe('a post that is let go', () => {
  it('leaves once for gestures made at once, and for one that comes after', async () => {
    const gestures = await Promise.all([1, 2, 3].map((at) => launch(databases, wish(post.id), at)));
    const late = await launch(databases, wish(post.id), 4);
    const [id, ...more] = [...gestures, late].filter((one) => one !== null);
    expect(more).toEqual([]);
    expect(await wishes()).toEqual([id]);
    expect(await boundTo()).toBe(id);
  });

  it('does not leave again while main has told nothing of the wish that it has accepted', async () => {
    await accept(await launched());
    expect(await launch(databases, wish(post.id), 2)).toBeNull();
  });

  it('leaves again after it was taken back', async () => {
    const first = await launched();
    expect(await release(databases, post.id, first, 2)).toBe(true);
    const second = await launched();
    expect(await boundTo()).toBe(second);
    expect((await wishes()).toSorted()).toEqual([first, second].toSorted());
  });

  it('leaves again when all of its wish was given up, even where it was left bound to it', async () => {
    const first = await launched();
    await accept(first);
    await cancelled(first);
    expect(await boundTo()).toBe(first);
    expect(await boundTo()).not.toBe(await launched());
  });

  it('is no draft again while another of its wishes stands', async () => {
    const first = await launched();
    // One of its departures was given up, and taken up again by itself.
    const beside = await writeIntent(databases, wish(post.id), 2);
    expect(await release(databases, post.id, first, 3)).toBe(false);
    expect(await boundTo()).toBe(beside);
    // An undo that comes late is of a wish to which it is not bound any more.
    expect(await release(databases, post.id, first, 4)).toBe(false);
    expect(await boundTo()).toBe(beside);
    expect(await launch(databases, wish(post.id), 5)).toBeNull();
    expect(await release(databases, post.id, beside, 6)).toBe(false);
    await accept(first);
    await cancelled(first);
    expect(await boundTo()).toBe(first);
    expect(await release(databases, post.id, first, 7)).toBe(false);
    await accept(beside);
    await cancelled(beside);
    expect(await release(databases, post.id, beside, 8, { planned: null })).toBe(true);
    expect(await boundTo()).toBeNull();
  });

  it('is no draft again while a wish stands that is edited in a draft of its own', async () => {
    const first = await launched();
    const beside = await writeIntent(databases, wish(post.id), 2);
    const own = await draftOfIntent(databases, beside, 3);
    expect(own?.id).not.toBe(post.id);
    await editIntent(databases, beside, {}, 4);
    expect((await readIntent(databases, beside))?.postId).toBe(own?.id);
    expect(await release(databases, post.id, first, 5)).toBe(false);
  });

  it('is a draft again when of its other wishes only the history is gone', async () => {
    const first = await launched();
    await accept(first);
    expect(await release(databases, post.id, first, 2)).toBe(true);
    const second = await launched();
    // Main may still be telling; a minute later it has nothing to tell.
    expect(await release(databases, post.id, second, 3)).toBe(false);
    const third = await launch(databases, wish(post.id), 3);
    expect(third).toBeNull();
    await changePost(databases, post.id, { intentId: second }, 4);
    expect(await release(databases, post.id, second, 200_000)).toBe(true);
  });

  it('is taken up again under one id, however often', async () => {
    const line = deliveryId(await launched(), account);
    const [once, twice] = [await againId(line), await againId(line)];
    expect(once).toBe(twice);
    expect(once).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(await againId(deliveryId(once, account))).not.toBe(once);
  });

  it('does not leave when its draft is gone; what has no draft leaves as it is', async () => {
    const gone = '01JGONEAAAAAAAAAAAAAAAAAAA' as PostId;
    expect(await launch(databases, wish(gone), 1)).toBeNull();
    expect(await launch(databases, wish(null), 1)).not.toBeNull();
    expect(await wishes()).toHaveLength(1);
  });

  it('stays a draft when the wish cannot be written', async () => {
    disk.release();
    // The draft, then the wish, then the draft again.
    await open({ tag: 'fail', at: 3, every: null });
    await expect(launch(databases, wish(post.id), 1)).rejects.toThrow();
    expect(await wishes()).toEqual([]);
    await expect.poll(boundTo).toBeNull();
  });
});

describe('a program that dies while a post is let go', () => {
  it('has bound both or neither after the next start, wherever it died', async () => {
    const ends = new Set<string>();
    const fresh = disk;
    fresh.release();
    for (let at = 1; at <= 4; at += 1) {
      disk = fresh.copy();
      const points = await open({ tag: 'kill', at });
      void launch(databases, wish(post.id), 1).catch(() => undefined);
      await points.death;
      disk.release();
      await open(alive);
      const freed = await freeUnwritten(databases, 2);
      const [id = null, ...more] = await wishes();
      expect(more).toEqual([]);
      expect(await boundTo(), `killed at ${String(at)}`).toBe(id);
      ends.add(`${id === null ? 'a draft' : 'on its way'}, ${String(freed)} freed`);
      disk.release();
    }
    // Before anything, between the two, and after both.
    expect([...ends].toSorted()).toEqual(['a draft, 0 freed', 'a draft, 1 freed', 'on its way, 0 freed']);
  });

  it('gives the words back when it died while they were taken back', async () => {
    const id = await launch(databases, wish(post.id), 1);
    if (id === null) expect.fail('no wish');
    await dropIntent(databases, id);
    expect(await freeUnwritten(databases, 2)).toBe(1);
    expect(await boundTo()).toBeNull();
  });

  it('leaves alone what has left, what waits, and what is being written', async () => {
    const other = await createPost(databases, { workspaceId, accountIds: [account], target: null }, 1);
    const written = await writeIntent(databases, wish(other.id), 1);
    await changePost(databases, other.id, { intentId: written }, 1);
    // Main has it, and the store has lost the wish.
    const sent = await createPost(databases, { workspaceId, accountIds: [account], target: null }, 1);
    const lost = '01JLOSTAAAAAAAAAAAAAAAAAAA' as IntentId;
    await changePost(databases, sent.id, { intentId: lost }, 1);
    await databases.mirror.deliveries.insert(
      delivery({ id: deliveryId(lost, account), intentId: lost, workspaceId, state: 'sent' }, account),
    );
    const launched = launch(databases, wish(post.id), 2);
    expect(await freeUnwritten(databases, 2)).toBe(0);
    expect(await boundTo()).toBe(await launched);
  });
});
