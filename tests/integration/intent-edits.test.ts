import { afterEach, beforeEach, expect, it } from 'vitest';
import * as v from 'valibot';
import { contentFor } from '../../src-shared/composing/variant.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { failure } from '../../src-shared/errors.ts';
import { accountId, workspaceIdSchema, type IntentId } from '../../src-shared/ids.ts';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { draftOfIntent } from '../../src-renderer/store/queries/intent-draft.ts';
import {
  editIntent,
  readIntent,
  settleRefused,
  writeIntent,
} from '../../src-renderer/store/queries/intents.ts';
import { changePost, createPost } from '../../src-renderer/store/queries/posts.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';

/** Wishes and the drafts in which they are edited, in the store as the interface has it. */
const workspaceId = v.parse(workspaceIdSchema, '01JWORKSPACEAAAAAAAAAAAAAA');
const [a, b] = [accountId('mastodon', 'one.example', '1'), accountId('bluesky', 'two.example', '2')];
const moment = { wall: '2026-11-26T09:00', zone: 'Europe/Paris', dueAt: 1_796_000_000_000 };
const later = { wall: '2026-11-27T09:00', zone: 'Europe/Paris', dueAt: 1_796_086_400_000 };
const content = (text: string) => ({ ...emptyContent, text });
const both = (first: string, second: string) => [
  { accountId: a, content: content(first) },
  { accountId: b, content: content(second) },
];

let disk: StoreDisk;
let databases: Databases;
beforeEach(async () => {
  disk = createStoreDisk();
  ({ databases } = await disk.open(createPoints({ tag: 'none' })));
});
afterEach(() => disk.release());

const accepted = (id: IntentId, handed: 'accepted' | 'refused') =>
  databases.authored.intents
    .findOne(id)
    .exec()
    .then((document) =>
      document?.incrementalPatch({
        handed,
        refusal: handed === 'refused' ? failure('already-sent') : null,
      }),
    );

async function planned(postId: Parameters<typeof writeIntent>[1]['postId'] = null): Promise<IntentId> {
  const id = await writeIntent(
    databases,
    {
      workspaceId,
      postId,
      action: { tag: 'publish' },
      when: { tag: 'at', moment, toleranceMs: 60_000 },
      executor: 'machine',
      targets: both('Common', 'Own'),
    },
    1,
  );
  await accepted(id, 'accepted');
  return id;
}

it('a wish without a draft is edited in one that holds every account, and only one', async () => {
  const id = await planned();
  const draft = await draftOfIntent(databases, id, 2);
  if (draft === null) expect.fail('no draft');
  expect(draft).toMatchObject({ accountIds: [a, b], planned: moment, intentId: id });
  expect([contentFor(draft, a).text, contentFor(draft, b).text]).toEqual(['Common', 'Own']);
  expect((await draftOfIntent(databases, id, 3))?.id).toBe(draft.id);
  expect((await readIntent(databases, id))?.handed).toBe('accepted');
});

it('a draft that became another wish is not the one in which this one is edited', async () => {
  const post = await createPost(databases, { workspaceId, accountIds: [a, b], target: null }, 1);
  const id = await planned(post.id);
  await changePost(databases, post.id, { intentId: await planned(post.id) }, 2);
  const draft = await draftOfIntent(databases, id, 3);
  expect(draft?.id).not.toBe(post.id);
  expect(draft?.intentId).toBe(id);
});

it('an edit refused for one account counts for the other, under a number that is not used again', async () => {
  const id = await planned();
  const before = await readIntent(databases, id);
  if (before === null) expect.fail('no intent');
  const when = { tag: 'at', moment: later, toleranceMs: 60_000 } as const;
  await editIntent(databases, id, { targets: both('New', 'New'), when }, 2);
  await accepted(id, 'refused');
  // What main has is not forgotten for what it would not have.
  expect((await readIntent(databases, id))?.held).toEqual(before.intent);
  const settled = await settleRefused(databases, before, [a], 3);
  expect(settled).toMatchObject({ revision: 2, when, targets: both('Common', 'New') });
  expect(settled?.targets[0]?.hash).toBe(before.intent.targets[0]?.hash);
  expect(await readIntent(databases, id)).toMatchObject({
    handed: 'accepted',
    refusal: null,
    revision: 2,
    held: null,
  });

  // Refused for all of them: the moment is the old one too.
  const held = await readIntent(databases, id);
  await editIntent(databases, id, { targets: both('Third', 'Third'), when: before.intent.when }, 4);
  await accepted(id, 'refused');
  expect(held && (await settleRefused(databases, held, [a, b], 5))).toMatchObject({
    revision: 3,
    when,
    targets: both('Common', 'New'),
  });
});

it('does not touch an edit that main has not answered', async () => {
  const id = await planned();
  const before = await readIntent(databases, id);
  await editIntent(databases, id, { targets: both('New', 'New') }, 2);
  expect(before && (await settleRefused(databases, before, [a], 3))).toBeNull();
  expect(await readIntent(databases, id)).toMatchObject({ handed: 'pending', revision: 2 });
});
