import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import {
  checkContent,
  countingFor,
  type Finding,
  type Leaving,
} from '../../../src-shared/composing/check.ts';
import { countText, overflowsAt, type Count } from '../../../src-shared/composing/count.ts';
import { formatOf } from '../../../src-shared/composing/form.ts';
import { publisherOf } from '../../../src-shared/composing/publisher.ts';
import { contentFor, divergence } from '../../../src-shared/composing/variant.ts';
import { wordsOf } from '../../../src-shared/composing/version.ts';
import { answering } from '../../../src-shared/domain/answering.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Action, Executor, Intent } from '../../../src-shared/domain/intent.ts';
import { allMedia } from '../../../src-shared/domain/pieces.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { Format } from '../../../src-shared/networks/manifest.ts';
import type { AccountId } from '../../../src-shared/ids.ts';

/** What would leave for one account, as its network counts and judges it. */
export interface Target {
  readonly account: Account;
  readonly content: Content;
  /** Who is wanted to publish there. */
  readonly chosen: Executor;
  /** Whose hand it is in the end. */
  readonly executor: Executor;
  /** The form in which it leaves; null where the network has none, or for an answer. */
  readonly format: Format | null;
  /** Fields that have gone their own way. */
  readonly own: readonly (keyof Content)[];
  /** Null where the network offers no such message, or the form shows no words. */
  readonly count: Count | null;
  /** Where the text begins to be too long, as an index into it. */
  readonly overflow: number | null;
  readonly findings: readonly Finding[];
}

/** An answer has limits of its own on some networks; a private one leaves as a message. */
export function leavingOf({ target }: Pick<Post, 'target'>): Leaving {
  if (target === null) return 'post';
  return target.box === 'private' ? 'message' : 'reply';
}

/** Every account that the post is for, in the order of `accounts`; accounts that are gone are left out. */
export function targetsOf(
  post: Post,
  accounts: readonly Account[],
  executorOf: (account: AccountId) => Executor = () => 'native',
): readonly Target[] {
  const leaving = leavingOf(post);
  const action = actionOf(post);
  return accounts
    .filter((account) => post.accountIds.includes(account.id))
    .map((account) => {
      const content = contentFor(post, account.id);
      const chosen = executorOf(account.id);
      const executor = publisherOf({ action, executor: chosen }, { content }, account.manifest);
      const format = leaving === 'post' ? formatOf(content, account.manifest) : null;
      const rule = format?.text === false ? null : countingFor(account.manifest, leaving, format);
      return {
        account,
        content,
        chosen,
        executor,
        format,
        own: divergence(post, account.id),
        count: rule === null ? null : countText(content.text, content.warning, rule),
        overflow: rule === null ? null : overflowsAt(content.text, content.warning, rule),
        findings: checkContent(content, account.manifest, leaving, executor),
      };
    });
}

/** The same finding, once, with everybody it is about. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly targets: readonly Target[];
}

export function sharedFindings(targets: readonly Target[]): readonly SharedFinding[] {
  const found = new Map<string, { finding: Finding; targets: Target[] }>();
  for (const target of targets)
    for (const finding of target.findings) {
      const { network: _, ...detail } = finding.detail;
      const key = canonicalJson([finding.code, finding.severity, finding.medium, finding.piece, detail]);
      const known = found.get(key);
      if (known) known.targets.push(target);
      else found.set(key, { finding, targets: [target] });
    }
  return [...found.values()].toSorted((a, b) => rank(a.finding) - rank(b.finding));
}

const rank = (finding: Finding): number => (finding.severity === 'error' ? 0 : 1);

/** Whether a draft holds nothing that somebody wrote. */
export const isBlank = (post: Pick<Post, 'base' | 'variants'>): boolean =>
  [post.base, ...Object.values(post.variants)].every(
    (content) =>
      (content.warning ?? '').trim() === '' &&
      (content.poll ?? null) === null &&
      wordsOf(content).every((words) => words.trim() === '') &&
      allMedia(content).length === 0,
  );

/** Whether a post says something else than what was frozen of it for the accounts that it is still to leave for. */
export function differsFrom(
  post: Post,
  { targets, when }: Pick<Intent, 'targets' | 'when'>,
  over: ReadonlySet<AccountId> = new Set(),
): boolean {
  const open = targets.filter(({ accountId }) => !over.has(accountId));
  return (
    canonicalJson(open.map(({ accountId }) => contentFor(post, accountId))) !==
      canonicalJson(open.map(({ content }) => content)) ||
    (when.tag === 'at' && canonicalJson(post.planned) !== canonicalJson(when.moment))
  );
}

/** What a post does when it leaves. */
export const actionOf = ({ target }: Pick<Post, 'target'>): Action =>
  target === null ? { tag: 'publish' } : answering(target);

/** A post and what would leave of it, as they are looked at together. */
export interface Shown {
  readonly post: Post;
  readonly targets: readonly Target[];
}

/** Whether two looks at one post differ in what is written alone, and not in what somebody chose, pressed or added. */
export function differInWordsAlone(before: Shown, after: Shown): boolean {
  const { post: was } = before;
  const own = new Map<string, Fields>(Object.entries(was.variants));
  return (
    areSame({ ...was, ...wordsOfPost }, { ...after.post, ...wordsOfPost }) &&
    areAlike(before.post.base, after.post.base) &&
    haveSameKeys(before.post.variants, after.post.variants) &&
    Object.entries(after.post.variants).every(([account, variant]) =>
      areAlike(own.get(account) ?? {}, variant),
    ) &&
    before.targets.length === after.targets.length &&
    after.targets.every(({ account, chosen: executor }, index) => {
      const same = before.targets[index];
      return same?.account === account && same.chosen === executor;
    })
  );
}

type Fields = NonNullable<Post['variants'][AccountId]>;

/** Contents that differ at most in their words; the parts of a thread are as many, with the same pictures. */
function areAlike(before: Fields, after: Fields): boolean {
  const [was, is] = [before.parts ?? [], after.parts ?? []];
  return (
    haveSameKeys(before, after) &&
    areSame({ ...before, ...words }, { ...after, ...words }) &&
    was.length === is.length &&
    is.every(({ media }, index) => was[index]?.media === media)
  );
}

/** What of either is looked at apart, or not at all. */
const wordsOfPost = { base: null, variants: null, updatedAt: 0 };
const words = { text: '', warning: '', firstComment: '', parts: null };

const haveSameKeys = (one: object, other: object): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((key) => key in other);

const areSame = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean =>
  haveSameKeys(one, other) && Object.entries(one).every(([key, value]) => value === other[key]);
