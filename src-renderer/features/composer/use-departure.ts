import { useCallback, useRef } from 'react';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { Executor, Intent } from '../../../src-shared/domain/intent.ts';
import type { Moment, Post } from '../../../src-shared/domain/post.ts';
import { fieldsFrom } from '../../../src-shared/composing/fields-from.ts';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { refusedAccounts } from '../../../src-shared/outbox/refused-accounts.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { deliveriesOf } from '../../store/queries/deliveries.ts';
import { editIntent, settleRefused } from '../../store/queries/intents.ts';
import { changePost, duplicatePost } from '../../store/queries/posts.ts';
import { useFrozenAccounts } from '../../state/brakes.ts';
import { useConfirmed } from '../../state/confirmation.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import {
  useNowWithGrace,
  useSend,
  useSendWithUndo,
  useUndoSend,
  type SendInput,
} from '../../state/use-send.ts';
import { errorText } from '../../text/error-text.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { actionOf, type Target } from './composition.ts';
import { atHandle, placesOf } from './names.ts';
import type { Executors } from './use-executors.ts';
import { answerOf, type IntentRow } from './use-intent.ts';

/** Who publishes on one account, where that is not who publishes the others. */
const ownExecutor = (chosen: Executor, common: Executor): { readonly executor?: Executor } =>
  chosen === common ? {} : { executor: chosen };

/** What leaves at once, and what waits for its person. */
function leavingWords(text: Text, targets: readonly Target[]): string {
  const byHand = targets.filter(({ executor }) => executor === 'assisted');
  const leaving = targets.filter(({ executor }) => executor !== 'assisted');
  return [
    ...(leaving.length > 0 ? [text.t('composer.publishing', { places: placesOf(text, leaving) })] : []),
    ...(byHand.length > 0 ? [text.t('composer.givenToYou', { places: placesOf(text, byHand) })] : []),
  ].join(' · ');
}

export interface Departure {
  readonly publishNow: () => Promise<void>;
  readonly schedule: (moment: Moment) => Promise<void>;
  /** The next revision of what was handed over already. */
  readonly saveEdit: (row: IntentRow, moment: Moment | null) => Promise<void>;
}

/**
 * Lets a post leave. The draft is on disk before anything else; what main has not accepted is "to be handed over",
 * never "scheduled"; an edit that comes too late is kept as a draft apart.
 */
export function useDeparture(deps: {
  readonly post: Post;
  readonly workspace: Workspace;
  readonly targets: readonly Target[];
  readonly executors: Executors;
  readonly flush: () => Promise<boolean>;
  /** As it is now, whatever has been drawn of it. */
  readonly latest: () => Post;
}): Departure {
  const { post, workspace, targets, executors, flush, latest } = deps;
  const realm = useRealm();
  const { databases, toasts, now } = realm;
  const text = useText();
  /** Who it leaves to, in words: "@lumiere@piaille.fr". */
  const places = placesOf(text, targets);
  const { compose } = useNavigation();
  const graceful = useNowWithGrace();
  const send = useSend();
  const undo = useUndoSend();
  const sendWithUndo = useSendWithUndo();
  const confirmed = useConfirmed();

  const input = useCallback(
    (when: Intent['when']): SendInput => ({
      workspaceId: workspace.id,
      action: actionOf(post),
      targets: targets.map(({ account, content, chosen }) => ({
        accountId: account.id,
        content,
        ...ownExecutor(chosen, executors.common),
      })),
      postId: post.id,
      when,
      executor: executors.common,
    }),
    [workspace, post, targets, executors],
  );
  const at = useCallback(
    (moment: Moment): Intent['when'] => ({ tag: 'at', moment, toleranceMs: workspace.toleranceMs }),
    [workspace],
  );
  const said = useCallback(
    (moment: Moment) => ({ when: text.times.moment(moment.dueAt, now(), moment.zone), places }),
    [text, now, places],
  );

  const frozen = useFrozenAccounts(
    workspace.id,
    targets.map(({ account }) => account.id),
    actionOf(post),
  );
  /** Nothing of it leaves, or is held for its moment, before the person resumes: nothing may say otherwise. */
  const isFrozen = targets.length > 0 && frozen.length === targets.length;

  /**
   * What was typed after the press has not left: it is a draft of its own, and the post says what leaves. Answers whether
   * it is kept; where the disk refuses it, it stays on the screen.
   */
  const keepTyped = useCallback(async (): Promise<boolean> => {
    const typed = latest();
    if (isSameWords(typed, post)) return true;
    try {
      if (!(await flush())) return false;
      await duplicatePost(databases, { ...typed, accountIds: post.accountIds }, now());
      await changePost(databases, post.id, { base: post.base, variants: post.variants }, now());
    } catch {
      return false;
    }
    toasts.show({ text: text.t('composer.typedKept'), tone: 'warn' });
    return true;
  }, [latest, post, flush, databases, now, toasts, text]);

  const publishNow = useCallback(async () => {
    if (!(await flush()) || !(await confirmed(input(graceful)))) return;
    const hasLeft = await sendWithUndo(
      input(graceful),
      isFrozen ? text.t('brakes.keptFrozen') : leavingWords(text, targets),
      () => compose(post.id),
    );
    if (hasLeft && (await keepTyped())) compose(null);
  }, [flush, confirmed, sendWithUndo, input, graceful, text, targets, compose, post, isFrozen, keepTyped]);

  const schedule = useCallback(
    async (moment: Moment) => {
      if (!(await flush()) || !(await confirmed(input(at(moment))))) return;
      const id = await send(input(at(moment)));
      // It was pressed before, or became a wish elsewhere: then that is what is shown.
      if (id === null) return;
      if (await keepTyped()) compose(null);
      const action = {
        label: text.t('words.undo'),
        onPress: () => {
          void undo(id).then((done) => {
            if (done) compose(post.id);
            else toasts.show({ text: text.t('errors.already-sent'), tone: 'warn' });
          });
        },
      };
      const hide = toasts.show({ text: text.t('composer.toHandOver', said(moment)), action, staysMs: null });
      const answer = await answerOf(realm, id);
      hide();
      if (answer.tag === 'accepted')
        toasts.show(
          isFrozen
            ? { text: text.t('brakes.keptFrozen'), tone: 'warn', action }
            : { text: text.t('composer.scheduled', said(moment)), tone: 'ok', action },
        );
      if (answer.tag === 'refused') {
        // Main did not take it: the words are a draft again.
        await undo(id);
        toasts.show({
          text: errorText(text, answer.failure.code, answer.failure.detail).sentence,
          tone: 'bad',
          staysMs: null,
          action: { label: text.t('words.open'), onPress: () => compose(post.id) },
        });
      }
    },
    [flush, confirmed, send, input, at, compose, text, undo, toasts, said, realm, post, isFrozen, keepTyped],
  );

  const keepAsHeld = useCallback(
    ({ targets: held, when }: Pick<Intent, 'targets' | 'when'>) =>
      changePost(
        databases,
        post.id,
        { ...fieldsFrom(held), planned: when.tag === 'at' ? when.moment : null },
        now(),
      ),
    [databases, post, now],
  );
  /** The words of an edit as a draft of its own; with no account named, the old draft says what was held. */
  const keepApart = useCallback(
    async (held: Intent, refused?: readonly AccountId[]): Promise<Post> => {
      const copy = await duplicatePost(databases, { ...post, accountIds: refused ?? post.accountIds }, now());
      if (refused === undefined) await keepAsHeld(held);
      return copy;
    },
    [databases, post, now, keepAsHeld],
  );

  const saveEdit = useCallback(
    async (row: IntentRow, moment: Moment | null) => {
      if (!(await flush())) return;
      const held = await deliveriesOf(databases, row.id);
      // What has left for an account, or was given up, keeps its own words: the edit is for the others.
      const over = held.filter(({ state }) => state === 'sent' || state === 'cancelled');
      const next = row.intent.targets.map(({ accountId }) => ({
        accountId,
        content: over.find((one) => one.accountId === accountId)?.content ?? contentFor(post, accountId),
        ...ownExecutor(executors.of(accountId), executors.common),
      }));
      if (next.every(({ accountId }) => over.some((one) => one.accountId === accountId))) {
        const copy = await keepApart(row.intent);
        toasts.show({ text: text.t('composer.keptApart'), tone: 'ok' });
        compose(copy.id);
        return;
      }
      const when = row.intent.when.tag === 'at' && moment !== null ? at(moment) : row.intent.when;
      const open = next.filter(({ accountId }) => !over.some((one) => one.accountId === accountId));
      if (!(await confirmed({ ...input(when), targets: open }))) return;
      await editIntent(databases, row.id, { targets: next, when, executor: executors.common }, now());
      compose(null);
      const hide = toasts.show({ text: text.t('composer.editToHandOver'), staysMs: null });
      const answer = await answerOf(realm, row.id);
      hide();
      if (answer.tag === 'accepted')
        toasts.show({
          text: isFrozen
            ? text.t('brakes.keptFrozen')
            : moment === null
              ? text.t('composer.editTaken')
              : text.t('composer.editScheduled', said(moment)),
          tone: 'ok',
        });
      // Never accepted before: there is nothing held that the words could differ from, they simply stay open.
      if (answer.tag === 'refused' && row.handed !== 'accepted') {
        compose(post.id);
        toasts.show({
          text: errorText(text, answer.failure.code, answer.failure.detail).sentence,
          tone: 'bad',
        });
      } else if (answer.tag === 'refused') {
        const all = row.intent.targets.map(({ accountId }) => accountId);
        const refused = refusedAccounts(answer.failure) ?? all;
        const copy = await keepApart(row.intent, refused);
        // What counts is what main holds, account by account; the edit lives on as a draft of its own.
        const settled = await settleRefused(databases, row, refused, now());
        if (settled !== null) await keepAsHeld(settled);
        compose(copy.id);
        const { sentence } = errorText(text, answer.failure.code, answer.failure.detail);
        const isPartly = refused.length < all.length;
        const named = (wanted: boolean) =>
          text.formats.list(
            targets
              .filter(({ account }) => refused.includes(account.id) === wanted)
              .map(({ account }) => atHandle(account)),
          );
        toasts.show({
          text: isPartly
            ? text.t('composer.editPartly', { taken: named(false), refused: named(true) })
            : sentence,
          detail: isPartly
            ? `${sentence} ${text.t('composer.editKeptApart')}`
            : text.t('composer.editKeptApart'),
          tone: 'warn',
          staysMs: null,
        });
      }
    },
    [
      flush,
      confirmed,
      input,
      post,
      at,
      databases,
      executors,
      now,
      compose,
      toasts,
      text,
      realm,
      said,
      targets,
      keepApart,
      keepAsHeld,
      isFrozen,
    ],
  );

  /** One at a time: pressed twice, an edit would be saved twice, and refused twice. */
  const isUnderWay = useRef(false);
  const alone =
    <Given extends readonly unknown[]>(leave: (...given: Given) => Promise<void>) =>
    async (...given: Given): Promise<void> => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      try {
        await leave(...given);
      } finally {
        isUnderWay.current = false;
      }
    };
  return { publishNow: alone(publishNow), schedule: alone(schedule), saveEdit: alone(saveEdit) };
}

const isSameWords = (one: Post, other: Post): boolean =>
  canonicalJson([one.base, one.variants]) === canonicalJson([other.base, other.variants]);
