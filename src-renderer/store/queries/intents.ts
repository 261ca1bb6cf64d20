import { ulid } from 'ulid';
import * as v from 'valibot';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Executor, Intent } from '../../../src-shared/domain/intent.ts';
import { intentIdSchema, type AccountId, type DeliveryId, type IntentId } from '../../../src-shared/ids.ts';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { IntentRow } from '../collections/intents/schema.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

export type { IntentRow };

/** Wishes that main has not accepted: shown as "to be handed over", or as refused with the reason. */
export const liveUnaccepted = (databases: Databases): LiveTable<IntentRow> =>
  createLiveTable(
    databases.authored.intents,
    (a, b) => a.createdAt - b.createdAt,
    (row) => row.handed !== 'accepted',
  );

/**
 * Tells of wishes as main accepts them, and of those taken back: between the acceptance and the first row of the
 * delivery a wish is in neither list.
 */
export function watchAccepted(
  databases: Databases,
  told: (id: string, row: IntentRow | null) => void,
): () => void {
  const subscription = databases.authored.intents.eventBulks$.subscribe((bulk) => {
    for (const event of bulk.events) {
      const row = event.operation === 'DELETE' ? null : (event.documentData as unknown as IntentRow);
      if (row === null || row.handed === 'accepted') told(event.documentId, row);
    }
  });
  return () => subscription.unsubscribe();
}

export type NewIntent = Pick<Intent, 'workspaceId' | 'postId' | 'action' | 'when' | 'executor'> & {
  readonly targets: readonly {
    readonly accountId: AccountId;
    readonly content: Content;
    readonly executor?: Executor | undefined;
  }[];
};

export const newIntentId = (now: number): IntentId => v.parse(intentIdSchema, ulid(now));

/** Crockford's digits, of which an id is made. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id of the wish that a departure becomes when it was given up and is taken up again: always the same one. */
export async function againId(of: DeliveryId): Promise<IntentId> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`again ${of}`));
  const drawn = [...new Uint8Array(digest)]
    .slice(0, 26)
    .map((byte, at) => digits[at === 0 ? byte % 8 : byte % 32]);
  return v.parse(intentIdSchema, drawn.join(''));
}

/**
 * Freezes what is to leave. It is on disk when this resolves; handing it to main follows by itself. What has a draft is
 * for `launch`, which binds the two.
 */
export async function writeIntent(
  databases: Databases,
  input: NewIntent,
  now: number,
  id = newIntentId(now),
): Promise<IntentId> {
  await putIntent(databases, await freeze(id, 1, input, now), now);
  return id;
}

/** The next revision of an intent: main accepts it, or refuses it with the reason. */
export async function editIntent(
  databases: Databases,
  id: IntentId,
  change: Partial<Pick<NewIntent, 'targets' | 'when' | 'executor'>>,
  now: number,
): Promise<void> {
  const document = await databases.authored.intents.findOne(id).exec();
  if (!document) throw new Error('the intent is gone');
  const old = document.toMutableJSON().intent as unknown as Intent;
  const next = await freeze(id, old.revision + 1, { ...old, ...change }, old.createdAt);
  await putIntent(databases, next, now);
}

export async function readIntent(databases: Databases, id: IntentId): Promise<IntentRow | null> {
  const document = await databases.authored.intents.findOne(id).exec();
  return document ? (document.toMutableJSON() as unknown as IntentRow) : null;
}

/**
 * Ends an edit that main refused for these accounts: of each of them the wish says again what counted before. The
 * refused revision's number stays used: main has taken it for the other accounts, and would call it stale a second time.
 *
 * @returns the wish as it counts now; null when it is gone, or changed once more meanwhile
 */
export async function settleRefused(
  databases: Databases,
  before: IntentRow,
  refused: readonly AccountId[],
  now: number,
): Promise<Intent | null> {
  const document = await databases.authored.intents.findOne(before.id).exec();
  let settled: Intent | null = null;
  await document?.incrementalModify((row) => {
    settled = null;
    if (row.handed !== 'refused' || row.revision !== before.revision + 1) return row;
    const edit = row.intent as unknown as Intent;
    const isWhole = edit.targets.every(({ accountId }) => refused.includes(accountId));
    const intent: Intent = {
      ...(isWhole ? before.intent : edit),
      revision: edit.revision,
      targets: edit.targets.map(
        (target) =>
          (refused.includes(target.accountId)
            ? before.intent.targets.find(({ accountId }) => accountId === target.accountId)
            : undefined) ?? target,
      ),
    };
    settled = intent;
    return { ...row, intent: intent as never, held: null, handed: 'accepted', refusal: null, updatedAt: now };
  });
  return settled;
}

/** Main has what it has of it, and is given no more: it was taken back there before it had answered. */
export async function keepAsTaken(databases: Databases, id: IntentId, now: number): Promise<void> {
  const document = await databases.authored.intents.findOne(id).exec();
  await document?.incrementalPatch({ handed: 'accepted', refusal: null, held: null, updatedAt: now });
}

/** Takes back a wish that main never accepted; its draft is the writer's again. */
export async function dropIntent(databases: Databases, id: IntentId): Promise<void> {
  await databases.authored.intents.bulkRemove([id]);
}

async function freeze(id: IntentId, revision: number, input: NewIntent, createdAt: number): Promise<Intent> {
  const targets = await Promise.all(
    input.targets.map(async ({ accountId, content, executor }) => ({
      accountId,
      content,
      hash: await hashOf(content),
      // An absent key, never `undefined`: the row is compared and kept as JSON.
      ...(executor !== undefined && { executor }),
    })),
  );
  const { workspaceId, postId, action, when, executor } = input;
  return { id, workspaceId, revision, postId, action, targets, when, executor, createdAt };
}

/** What main holds of a wish, or may hold, as long as it has not refused it; null: nothing. */
const heldBy = ({ handed, intent, held }: IntentRow): Intent | null =>
  handed === 'refused' ? (held ?? null) : intent;

async function putIntent(databases: Databases, intent: Intent, now: number): Promise<void> {
  const known = await readIntent(databases, intent.id);
  await databases.authored.intents.incrementalUpsert({
    id: intent.id,
    workspaceId: intent.workspaceId,
    // The draft in which it is edited may be another than the one that it began as.
    postId: known?.postId ?? intent.postId,
    revision: intent.revision,
    handed: 'pending',
    refusal: null,
    intent,
    held: known === null ? null : heldBy(known),
    createdAt: intent.createdAt,
    updatedAt: now,
  });
}

async function hashOf(content: Content): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(content)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Gives up an edit that main refused: the intent says again what main holds of it, so that the next edit starts from
 * there. `held`: main's row of each target that it knows.
 */
export async function abandonEdit(
  databases: Databases,
  id: IntentId,
  held: readonly Delivery[],
  now: number,
): Promise<void> {
  const document = await databases.authored.intents.findOne(id).exec();
  const planned = held.find(({ state, wall }) => wall !== null && state !== 'sent' && state !== 'cancelled');
  await document?.incrementalModify((row) => ({
    ...row,
    handed: 'accepted',
    refusal: null,
    held: null,
    revision: Math.max(...held.map((one) => one.revision)),
    intent: {
      ...row.intent,
      revision: Math.max(...held.map((one) => one.revision)),
      ...(planned && { when: whenOf(planned) }),
      targets: row.intent.targets.map((target) => {
        const main = held.find((one) => one.accountId === target.accountId);
        return main ? { ...target, content: main.content, hash: main.hash, executor: main.executor } : target;
      }),
    },
    updatedAt: now,
  }));
}

/** The moment that main holds. */
const whenOf = ({ wall, zone, dueAt, toleranceMs }: Delivery): Intent['when'] =>
  wall === null || zone === null
    ? { tag: 'now', graceMs: 0 }
    : { tag: 'at', moment: { wall, zone, dueAt }, toleranceMs: toleranceMs ?? 0 };
