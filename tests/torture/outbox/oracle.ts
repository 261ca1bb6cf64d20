import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { isThreaded, pieceOf, piecesOf, type Piece } from '../../../src-shared/domain/pieces.ts';
import { deliveryId } from '../../../src-shared/ids.ts';
import { wordsOf } from './forms.ts';
import type { Held, Standing, StandingPost } from './networks.ts';
import type { Handed } from './page.ts';

/** What one run is judged by: what was wanted, what the interface was told, what stands on the servers. */
export interface Evidence {
  readonly intents: ReadonlyMap<string, Handed>;
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly held: readonly Held[];
  readonly standing: ReadonlyMap<string, Standing>;
  /** Journals that were damaged and rebuilt. */
  readonly rebuilds: number;
  /** How far the engine's clock was wrong at most, ms. */
  readonly worstJumpMs: number;
  /** Deliveries that the person moved by hand after the hour. */
  readonly byHand: ReadonlySet<string>;
  /** From the answer to the red button to the word that ends it, epoch ms. */
  readonly freezes: readonly { readonly from: number; readonly to: number }[];
  /** The person was away from the machine: the network's own scheduler may be late by this much. */
  readonly slackMs: number;
}

export interface Judgement {
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** Nothing more happens to it by itself. */
export const isAtRest = ({ state }: Delivery): boolean =>
  ['sent', 'cancelled', 'failed', 'missed', 'needs-decision', 'assisted'].includes(state);

const maxSkewMs = 120_000;

export function judge(evidence: Evidence): Judgement {
  const { intents, deliveries, held } = evidence;
  const violations: string[] = [];
  const figures = {
    intents: 0,
    deliveries: 0,
    attempts: 0,
    published: 0,
    lost: 0,
    duplicated: 0,
    doubts: 0,
    'wrong time': 0,
    told: 0,
    unfinished: 0,
  };
  const bad = (name: 'lost' | 'duplicated' | 'wrong time' | 'unfinished' | null, words: string): void => {
    if (name !== null) figures[name] += 1;
    violations.push(words);
  };

  const byAccount = new Map<string, Delivery[]>();
  for (const { intent, handed, refusal } of intents.values()) {
    figures.intents += 1;
    for (const { accountId } of intent.targets) {
      const id = deliveryId(intent.id, accountId);
      const delivery = deliveries.get(id);
      if (delivery === undefined) {
        if (handed === 'refused') figures.told += 1;
        else if (handed === 'accepted') bad('lost', `${id}: accepted, and main knows nothing of it`);
        else bad('unfinished', `${id}: never handed over (${refusal?.code ?? 'no answer'})`);
        continue;
      }
      figures.deliveries += 1;
      figures.attempts += delivery.attempts.filter(({ event }) => event === 'sent').length;
      if (handed === 'pending')
        bad('unfinished', `${id}: revision ${String(intent.revision)} never answered`);
      if (!isAtRest(delivery))
        bad('unfinished', `${id}: ${delivery.state}, waiting for ${JSON.stringify(delivery.waiting)}`);
      if (delivery.state === 'needs-decision') {
        figures.doubts += 1;
        const why = groundless(delivery, evidence);
        if (why !== null) bad(null, `${id}: the person was asked without need: ${why}; ${said(delivery)}`);
      }
      if (delivery.state === 'missed' || delivery.state === 'failed') figures.told += 1;
      byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), delivery]);
    }
  }

  for (const one of held) {
    const standing = evidence.standing.get(one.account.id);
    if (standing === undefined) throw new Error('an account was not read');
    const own = byAccount.get(one.account.id) ?? [];
    const posts = own.filter(isPost);
    const matched = new Set<string>();
    for (const group of groups(posts)) {
      const [first] = group;
      if (first === undefined) continue;
      const found = standing.posts.filter((post) => isWanted(post, first, standing.posts));
      for (const { id } of found) matched.add(id);
      const count = (fate: Wanted['fate']): number => group.filter((one) => one.fate === fate).length;
      const sent = count('sent');
      const most = sent + count('doubtful') + count('unfinished');
      figures.published += found.length;
      const name = `${first.delivery.id} ${first.piece.key}`;
      const words = group.map(({ delivery }) => said(delivery)).join(' | ');
      if (found.length < sent)
        bad(
          'lost',
          `${name}: said to be sent ${String(sent)} times, stands ${String(found.length)} times: ${words}`,
        );
      if (found.length > group.length)
        bad(
          'duplicated',
          `${name}: wanted ${String(group.length)} times, stands ${String(found.length)} times: ${words}`,
        );
      else if (found.length > most)
        bad(
          'duplicated',
          `${name}: stands ${String(found.length)} times, though ${String(most)} were said: ${words}`,
        );
      for (const post of found) {
        const media = first.piece.content.media.length;
        if (post.media !== media)
          bad(null, `${name}: stands with ${String(post.media)} of ${String(media)} images`);
        const choices = first.piece.content.poll?.options.length ?? 0;
        if (post.choices !== undefined && post.choices !== choices)
          bad(null, `${name}: stands with ${String(post.choices)} of ${String(choices)} choices`);
      }
      // A thread that has begun is finished, however late: only its first part has an hour.
      if (first.piece.follows !== null) continue;
      const deliveries = group.map(({ delivery }) => delivery);
      const hours = found.map((post) => wrongTime(post, deliveries, evidence));
      for (const hour of hours) if (hour !== null) bad('wrong time', `${name}: ${hour}: ${words}`);
    }
    for (const delivery of posts)
      for (const fault of misplaced(delivery, standing.posts)) bad('lost', `${fault}: ${said(delivery)}`);
    for (const post of standing.posts) {
      if (matched.has(post.id) || !post.text.startsWith('Envoi')) continue;
      bad('duplicated', `${one.account.id}: stands, and nothing says so: ${post.text} (${post.id})`);
    }
    for (const delivery of own) {
      if (delivery.action.tag === 'like') {
        const { remoteId } = delivery.action.target;
        const likes = standing.likes.filter((id) => id === remoteId).length;
        const wanted = own.filter(
          ({ action, state }) =>
            action.tag === 'like' && action.target.remoteId === remoteId && state === 'sent',
        );
        figures.published += delivery.state === 'sent' && likes > 0 ? 1 : 0;
        if (likes === 0 && delivery.state === 'sent')
          bad('lost', `${delivery.id}: a like that is not there: ${said(delivery)}`);
        if (likes > Math.max(1, wanted.length))
          bad('duplicated', `${delivery.id}: liked ${String(likes)} times`);
      }
      const { action } = delivery;
      if ((action.tag === 'hide' || action.tag === 'unhide') && standing.hidden !== undefined) {
        const isHidden = standing.hidden.includes(action.target.remoteId);
        const isDone = isHidden === (action.tag === 'hide');
        if (!isDone && delivery.state === 'sent')
          bad(
            'lost',
            `${delivery.id}: ${isHidden ? 'shown again, and seen by nobody' : 'hidden, and seen by everybody'}: ${said(delivery)}`,
          );
        figures.published += isDone && delivery.state === 'sent' ? 1 : 0;
      }
      if (delivery.action.tag === 'delete') {
        const { remoteId } = delivery.action;
        const there =
          standing.posts.some(({ id }) => id === remoteId) || standing.comments?.includes(remoteId) === true;
        if (there && delivery.state === 'sent')
          bad('lost', `${delivery.id}: deleted, and still there: ${said(delivery)}`);
        figures.published += !there && delivery.state === 'sent' ? 1 : 0;
      }
    }
    for (const fault of touched(one, standing, own)) bad(null, `${one.account.id}: ${fault}`);
    for (const { entry, text } of standing.posts)
      if (entry !== null && evidence.freezes.some(({ from, to }) => entry.at > from + 1_000 && entry.at < to))
        bad('wrong time', `${one.account.id}: left while everything was frozen: ${text}`);
    // What the person was asked about and has left open may be held there: it was not said to be anything else.
    const open = own.filter(({ state, executor }) => state === 'needs-decision' && executor === 'native');
    if (standing.pending > open.length)
      bad(null, `${one.account.id}: the server's scheduler still holds ${String(standing.pending)}`);
  }
  return { figures, violations };
}

export const isPost = ({ action }: Delivery): boolean =>
  action.tag === 'publish' || action.tag === 'reply' || action.tag === 'private-reply';

/** What happened to somebody's comment that nobody asked for: it is gone, or has changed sides. */
function touched(
  { targets, more }: Held,
  { comments, hidden }: Standing,
  own: readonly Delivery[],
): readonly string[] {
  const asked = (tag: 'hide' | 'unhide', remoteId: string): boolean =>
    own.some(({ action }) => action.tag === tag && action.target.remoteId === remoteId);
  const faults: string[] = [];
  for (const { remoteId } of [...targets, ...(more?.hidden ?? []), ...(more?.unwanted ?? [])]) {
    const isWished = own.some(({ action }) => action.tag === 'delete' && action.remoteId === remoteId);
    if (comments?.includes(remoteId) === false && !isWished)
      faults.push(`gone, and nobody asked: ${remoteId}`);
    if (hidden?.includes(remoteId) !== true) continue;
    const wasHidden = more?.hidden.some((one) => one.remoteId === remoteId) === true;
    if (!wasHidden && !asked('hide', remoteId)) faults.push(`hidden, and nobody asked: ${remoteId}`);
  }
  for (const { remoteId } of more?.hidden ?? [])
    if (hidden?.includes(remoteId) === false && !asked('unhide', remoteId))
      faults.push(`shown again, and nobody asked: ${remoteId}`);
  return faults;
}

/** One post that a delivery was to make: it alone, or a piece of its thread. */
interface Wanted {
  readonly delivery: Delivery;
  readonly piece: Piece;
  readonly fate: 'sent' | 'doubtful' | 'unfinished' | 'over';
}

function wantedOf(delivery: Delivery): readonly Wanted[] {
  return piecesOf(delivery.content).map((piece) => ({ delivery, piece, fate: fateOf(delivery, piece) }));
}

function fateOf(delivery: Delivery, piece: Piece): Wanted['fate'] {
  const stands = isThreaded(delivery.content)
    ? delivery.parts.some(({ step }) => step === piece.key)
    : delivery.state === 'sent';
  if (stands) return 'sent';
  if (delivery.state === 'needs-decision' && isAskedAbout(delivery, piece)) return 'doubtful';
  return isAtRest(delivery) ? 'over' : 'unfinished';
}

/**
 * A person is asked about one piece, and nothing that comes after it has left: but for a delivery whose journal was lost,
 * which may have been further on than anybody knows. Each of those pieces is in doubt, and is looked for in its turn.
 */
function isAskedAbout(delivery: Delivery, piece: Piece): boolean {
  const asked = delivery.step ?? piece.key;
  if (asked === piece.key) return true;
  if (!delivery.attempts.some(({ event }) => event === 'rebuilt')) return false;
  const keys = piecesOf(delivery.content).map(({ key }) => key);
  return keys.indexOf(piece.key) > keys.indexOf(asked);
}

/** The first post of a thread that begins with an answer stands under what it answers. */
const targetOf = ({ action }: Delivery): string =>
  action.tag === 'reply' || action.tag === 'private-reply' ? action.target.remoteId : '';

/** What the pieces that lead to one say and show. */
const pathOf = ({ delivery, piece }: Pick<Wanted, 'delivery' | 'piece'>): string => {
  const { media } = piece.content;
  const here = `${String(media.length)} ${wordsOf(piece.content)}`;
  return piece.follows === null
    ? `${targetOf(delivery)} ${here}`
    : `${pathOf({ delivery, piece: pieceOf(delivery.content, piece.follows) })} / ${here}`;
};

/** Equal posts of one account, which nobody can tell apart. */
function groups(posts: readonly Delivery[]): readonly (readonly Wanted[])[] {
  const all = new Map<string, Wanted[]>();
  for (const wanted of posts.flatMap(wantedOf)) {
    const key = pathOf(wanted);
    all.set(key, [...(all.get(key) ?? []), wanted]);
  }
  return [...all.values()];
}

/** Whether what stands there is what this delivery was to make: the piece at which it stands, or else its first. */
export const isThis = (post: StandingPost, delivery: Delivery, all: readonly StandingPost[]): boolean =>
  isWanted(post, { delivery, piece: pieceOf(delivery.content, delivery.step) }, all);

function isWanted(
  post: StandingPost,
  { delivery, piece }: Pick<Wanted, 'delivery' | 'piece'>,
  all: readonly StandingPost[],
): boolean {
  const { content, follows } = piece;
  if (follows !== null) {
    const parent = all.find(({ id }) => id === post.replyTo);
    const before = { delivery, piece: pieceOf(delivery.content, follows) };
    return (
      post.text === wordsOf(content) &&
      post.media === content.media.length &&
      parent !== undefined &&
      isWanted(parent, before, all)
    );
  }
  const { action } = delivery;
  if (action.tag === 'reply' || action.tag === 'private-reply')
    // A reply names whom it answers where the network does so in the text.
    return (
      post.replyTo === action.target.remoteId &&
      post.text.endsWith(content.text) &&
      post.media === content.media.length
    );
  return post.replyTo === null && post.text === wordsOf(content) && post.media === content.media.length;
}

/** What of a thread stands elsewhere than it is said to: under another post, or before what it follows. */
function misplaced(delivery: Delivery, all: readonly StandingPost[]): readonly string[] {
  const idOf = (step: string): string | null =>
    delivery.parts.find((part) => part.step === step)?.remoteId ?? null;
  let latest = -Infinity;
  return delivery.parts.flatMap(({ step, remoteId }) => {
    const name = `${delivery.id} ${step}`;
    // That it stands is proven, as what is unknown; its words are looked for like those of any post.
    if (remoteId === null) return [];
    const post = all.find(({ id }) => id === remoteId);
    if (post === undefined) return [`${name}: said to stand, and does not`];
    const { follows } = pieceOf(delivery.content, step);
    const faults = [
      ...(follows !== null && post.replyTo !== idOf(follows) ? [`${name}: stands under another post`] : []),
      ...(post.entry !== null && post.entry.at < latest ? [`${name}: left before what it follows`] : []),
    ];
    latest = Math.max(latest, post.entry?.at ?? latest);
    return faults;
  });
}

/** Whether it came early, or late without anybody having said so; null: neither. */
function wrongTime(post: StandingPost, group: readonly Delivery[], evidence: Evidence): string | null {
  const slack = 2_000 + (evidence.worstJumpMs > 0 ? maxSkewMs + 5_000 : 0);
  if (group.some(({ id }) => evidence.byHand.has(id))) return null;
  const at = post.entry === null ? post.createdAt : post.entry.at;
  const early = Math.min(...group.map(({ dueAt }) => dueAt));
  if (at < early - slack) return `left ${String(early - at)} ms early`;
  const limits = group.map(({ dueAt, toleranceMs }) =>
    toleranceMs === null ? Infinity : dueAt + toleranceMs,
  );
  // Late is what Vigie let go too late; how long it was on its way is the network's doing.
  const left = post.entry === null ? at - evidence.slackMs : lastDeparture(group, at);
  const late = Math.max(...limits) + slack;
  return left > late ? `left ${String(left - late)} ms too late` : null;
}

/** When the request that arrived at a moment had left: the post's own, not that of a part which went under it later. */
function lastDeparture(group: readonly Delivery[], arrivedAt: number): number {
  const departures = group.flatMap((delivery) =>
    beforeItsParts(delivery).flatMap(({ at, event }) =>
      event === 'sent' && at <= arrivedAt + maxSkewMs ? [at] : [],
    ),
  );
  return departures.length === 0 ? -Infinity : Math.max(...departures);
}

/** No part leaves before the post stands: what was attempted from the first one on was not the post. */
function beforeItsParts({ attempts, content }: Delivery): Delivery['attempts'] {
  const parts = piecesOf(content).flatMap(({ key, follows }) => (follows === null ? [] : [key]));
  const first = attempts.findIndex(({ step, event }) => event === 'sent' && parts.includes(step));
  return first < 0 ? attempts : attempts.slice(0, first);
}

/**
 * Why a question to the person was not one that the servers' behaviour had left open; null: it was. Open is what had
 * no trustworthy answer and then could not be read back: because the server promises nothing, because reading failed
 * again and again, or because several posts look alike.
 */
function groundless(delivery: Delivery, evidence: Evidence): string | null {
  const { attempts } = delivery;
  const isDoubtful =
    attempts.some(({ event }) => ['lost', 'crashed', 'rebuilt'].includes(event)) ||
    delivery.executor === 'native';
  if (!isDoubtful) return 'no answer was ever missing';
  const held = evidence.held.find(({ account }) => account.id === delivery.accountId);
  if (held === undefined) return 'nobody knows the account';
  const operation =
    delivery.executor === 'native'
      ? 'schedule'
      : delivery.action.tag === 'reply' && delivery.action.target.box === 'private'
        ? 'message'
        : delivery.action.tag === 'publish' || delivery.action.tag === 'reply'
          ? 'create'
          : delivery.action.tag;
  if (held.account.manifest.operations[operation]?.class === 'N') return null;
  const { content } = pieceOf(delivery.content, delivery.step);
  if (held.isUnproven?.(content) === true && delivery.candidates.length > 0) return null;
  if (held.isUnlisted?.(content) === true) return null;
  if (attempts.some(({ event }) => event === 'rebuilt')) {
    if (held.isForgotten?.(content) === true) return null;
    // Without words it could only be told by the names of its media.
    if (content.text === '' && delivery.candidates.length > 0) return null;
  }
  const alike = [...evidence.deliveries.values()].filter(
    (other) => other.accountId === delivery.accountId && other.content.text === delivery.content.text,
  ).length;
  if (alike > 1 && delivery.candidates.length > 0) return null;
  const failed = held.sim.control.ledger
    .entries({ method: 'GET' })
    .filter(
      ({ outcome, account }) =>
        (account === held.login.id || account === undefined) &&
        (outcome.tag !== 'answered' || outcome.status >= 400 || outcome.status === 200),
    ).length;
  const unreadable = held.sim.control.ledger
    .entries({ method: 'GET' })
    .filter(({ faults }) =>
      faults.some((fault) =>
        ['server-error', 'html-page', 'reset', 'drop-reply', 'late-commit', 'offline'].includes(fault),
      ),
    ).length;
  if (failed > 0 && unreadable >= 6) return null;
  return `its outcome could be read (${String(unreadable)} reads failed)`;
}

/** One line of what a delivery went through. */
export const said = (delivery: Delivery): string =>
  `${delivery.id.slice(0, 26)} ${delivery.state} r${String(delivery.revision)} [${delivery.attempts
    .map(({ step, event, code }) => `${step}:${event}${code === null ? '' : `(${code})`}`)
    .join(' ')}]`;

export type { Intent };
