import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import { emptyContent, type Content, type PostMedia } from '../../../src-shared/domain/content.ts';
import type { Action, Intent } from '../../../src-shared/domain/intent.ts';
import { intentIdSchema, workspaceIdSchema } from '../../../src-shared/ids.ts';
import { contentOf, keepMedium } from './forms.ts';
import type { Held } from './networks.ts';
import type { PlannedWish } from './plan.ts';
import type { Scene } from './scene.ts';

export const workspaceId = v.parse(workspaceIdSchema, '01JTORTUREAAAAAAAAAAAAAAAA');

/** The n-th wish of a plan as the interface writes it down at this moment. */
export function intentOf(
  { plan, held, clock, folder, machine }: Scene,
  wish: PlannedWish,
  n: number,
): Intent {
  const targets = [...new Set(wish.accounts.map((index) => held[index % held.length]))].filter(
    (one) => one !== undefined,
  );
  const [first] = targets;
  if (first === undefined) throw new Error('no account');
  const content: Content = ['publish', 'reply', 'message', 'private-reply'].includes(wish.kind)
    ? {
        ...(wish.form === undefined
          ? {
              ...emptyContent,
              text: wish.text,
              media: Array.from({ length: wish.media }, (_, index) => medium(folder, index)),
            }
          : contentOf(wish.form, { text: wish.text, folder, n })),
        ...(wish.parts.length > 0 && {
          parts: wish.parts.map((media, place) => ({
            text: `${wish.text} suite ${String(place + 2)}`,
            media: Array.from({ length: media }, (_, index) => medium(folder, 10 * (place + 1) + index)),
            warning: '',
          })),
        }),
        ...(wish.comment && { firstComment: `${wish.text} commentaire` }),
      }
    : emptyContent;
  const dueAt = clock.now() + (wish.when.tag === 'in' ? wish.when.ms : 0);
  const wall = momentOf(wallOf(dueAt, plan.zone), plan.zone).moment;
  return {
    id: v.parse(
      intentIdSchema,
      `01JSTORM${String(plan.seed % 1_000_000).padStart(8, '0')}${String(n).padStart(10, '0')}`,
    ),
    workspaceId,
    revision: 1,
    postId: null,
    action: actionOf(wish, first),
    targets: (wish.kind === 'publish' ? targets : [first]).map(({ account }) => ({
      accountId: account.id,
      content,
      hash: hashOf(content),
    })),
    when:
      wish.when.tag === 'now'
        ? { tag: 'now', graceMs: wish.when.graceMs }
        : { tag: 'at', moment: { ...wall, dueAt }, toleranceMs: wish.when.toleranceMs },
    executor: wish.native ? 'native' : 'machine',
    createdAt: clock.now() + machine.jumped,
  };
}

/** The next revision of an intent, with other words. */
export const revised = (old: Intent, text: string): Intent => {
  const { released: _, ...intent } = old;
  return {
    ...intent,
    revision: intent.revision + 1,
    targets: intent.targets.map(({ accountId, content }) => {
      const next = { ...content, text };
      return { accountId, content: next, hash: hashOf(next) };
    }),
  };
};

const hashOf = (content: Content): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex');

/** A picture that lies in the engine's folder already, as the composer leaves it. */
function medium(folder: string, n: number): PostMedia {
  const png = Buffer.alloc(64);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  png.writeUInt32BE(40 + n, 16);
  png.writeUInt32BE(30, 20);
  return keepMedium(folder, png, { mime: 'image/png', width: 40 + n, height: 30 });
}

function actionOf(wish: PlannedWish, held: Held): Action {
  const of = <T>(what: readonly T[] | undefined): T => {
    const one = what?.[wish.object % what.length];
    if (one === undefined) throw new Error(`nothing is there for the wish: ${wish.kind}`);
    return one;
  };
  switch (wish.kind) {
    case 'publish':
      return { tag: 'publish' };
    case 'reply':
    case 'private-reply':
    case 'hide':
    case 'like':
      return { tag: wish.kind, target: of(held.targets) };
    case 'message':
      return { tag: 'reply', target: of(held.more?.messages) };
    case 'unhide':
      return { tag: 'unhide', target: of(held.more?.hidden) };
    case 'delete-comment': {
      const { remoteId, handleData } = of(held.more?.unwanted);
      return { tag: 'delete', remoteId, handleData };
    }
    case 'delete': {
      const old = of(held.old);
      return { tag: 'delete', remoteId: old.remoteId, handleData: old.handle };
    }
  }
}
