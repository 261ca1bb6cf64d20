import { useCallback, useRef } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import { deliveryId, type DeliveryId } from '../../../src-shared/ids.ts';
import { wholeText } from '../../../src-shared/domain/pieces.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { Args } from '../../../src-shared/bridge/types.ts';
import type { Contract } from '../../../src-shared/bridge/index.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { changeExecutor } from '../../state/change-executor.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useNowWithGrace, useUndoSend } from '../../state/use-send.ts';
import { publishNow } from '../../store/queries/publish-now.ts';
import { deliveriesOf } from '../../store/queries/deliveries.ts';
import { draftOfIntent } from '../../store/queries/intent-draft.ts';
import {
  abandonEdit,
  againId,
  editIntent,
  readIntent,
  writeIntent,
  type NewIntent,
} from '../../store/queries/intents.ts';
import { launch, release } from '../../store/queries/launch.ts';
import { changePost, createPost, readPost } from '../../store/queries/posts.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { isHalfSent, type LineAction } from './actions.ts';
import type { OutboxLine } from './line.ts';
import { excerptOf } from './words.ts';

export type Decision = Args<Contract['outbox']['calls']['decide']>['decision'];

export interface LineActions {
  /** Does it, and says what became of it. `reschedule` and `nextSlot` are the screen's, not done here. */
  readonly run: (line: OutboxLine, action: Exclude<LineAction, 'reschedule' | 'nextSlot'>) => void;
  /** Lets a waiting line leave before another of its account; null: after all of them. */
  readonly reorder: (line: OutboxLine, before: DeliveryId | null) => void;
  readonly decide: (line: OutboxLine, decision: Decision) => void;
  /** Makes a refused edit a draft of its own; what main holds stays as it is. */
  readonly keepEdit: (line: OutboxLine) => void;
  readonly dropEdit: (line: OutboxLine) => void;
}

/** What a person does with what is to leave: commands to main, and the drafts behind it. */
export function useLineActions(): LineActions {
  const { bridge, databases, tables, toasts, now } = useRealm();
  const { compose, connect, showDelivery } = useNavigation();
  const text = useText();
  const undoSend = useUndoSend();
  const atOnce = useNowWithGrace();
  const { t } = text;
  const making = useRef(new Set<string>());

  const refuse = useCallback(
    ({ code, detail }: Failure) => {
      toasts.show({ text: errorText(text, code, detail).sentence, tone: 'warn' });
    },
    [toasts, text],
  );
  const say = (words: string): void => {
    toasts.show({ text: words });
  };

  /** Pressed twice, a draft is made once. */
  const once = (line: OutboxLine, make: () => Promise<void>): void => {
    if (making.current.has(line.id)) return;
    making.current.add(line.id);
    void make().finally(() => making.current.delete(line.id));
  };

  /** The draft of a line: that of its wish, or a new one with what was to leave for its account. */
  const draftOf = async (line: OutboxLine, isCopy: boolean): Promise<Post> => {
    const own = isCopy ? null : await draftOfIntent(databases, line.intentId, now());
    if (own !== null) return own;
    const content = line.delivery === null ? (line.unaccepted?.content ?? line.content) : line.content;
    const post = await createPost(
      databases,
      {
        workspaceId: line.workspaceId,
        accountIds: [line.accountId],
        target: line.action.tag === 'reply' ? line.action.target : null,
        text: content.text,
      },
      now(),
    );
    await changePost(databases, post.id, { base: content }, now());
    return post;
  };

  /** As often as it is asked for: the wish that it becomes has an id drawn from the line's, and is written once. */
  const restore = async (line: OutboxLine): Promise<void> => {
    const { delivery } = line;
    if (delivery === null) return;
    const id = await againId(line.id);
    const isKnown =
      (await readIntent(databases, id)) !== null || (await deliveriesOf(databases, id)).length > 0;
    if (isKnown) return showDelivery(deliveryId(id, line.accountId));
    const row = await readIntent(databases, line.intentId);
    const { wall, zone, toleranceMs, dueAt } = delivery;
    const planned = wall !== null && zone !== null && dueAt > now();
    const post = row === null || row.postId === null ? null : await readPost(databases, row.postId);
    // A draft that says something else by now keeps its words: what leaves is no longer its own.
    const isOwn =
      post?.deletedAt === null &&
      canonicalJson(contentFor(post, line.accountId)) === canonicalJson(delivery.content);
    const wish: NewIntent = {
      workspaceId: line.workspaceId,
      action: line.action,
      targets: [{ accountId: line.accountId, content: delivery.content }],
      postId: isOwn ? post.id : null,
      when: planned ? { tag: 'at', moment: { wall, zone, dueAt }, toleranceMs: toleranceMs ?? 0 } : atOnce,
      executor: delivery.executor,
    };
    // Where its draft is another wish's, this one is beside that.
    if ((await launch(databases, wish, now(), id)) === null) await writeIntent(databases, wish, now(), id);
    say(t('outbox.restored'));
  };

  const cancel = async (line: OutboxLine): Promise<void> => {
    const { delivery } = line;
    const row = await readIntent(databases, line.intentId);
    if (delivery === null) {
      const rest = (row?.intent.targets ?? []).filter(({ accountId }) => accountId !== line.accountId);
      if (rest.length > 0) await editIntent(databases, line.intentId, { targets: rest }, now());
      else if (!(await undoSend(line.intentId))) say(t('errors.already-sent'));
      return;
    }
    const answer = await bridge.outbox.cancel({ deliveryId: line.id });
    if (answer.tag === 'err') return refuse(answer.error);
    // What stands of a thread is published and stays: there is no draft to go back to, and nothing to undo.
    if (isHalfSent(line)) return say(t('outbox.stopped'));
    const others = (await deliveriesOf(databases, line.intentId)).filter(({ id }) => id !== line.id);
    // The words are a draft again once nothing of them is to leave any more.
    if (row?.postId && others.every(({ state }) => state === 'cancelled'))
      await release(databases, row.postId, line.intentId, now());
    if (delivery.state === 'handed-over') {
      const account = tables.accounts.snapshot()?.find(({ id }) => id === line.accountId);
      say(t('outbox.recallAsked', { network: account?.manifest.name ?? '' }));
      return;
    }
    toasts.show({
      text: t('outbox.cancelled', { text: excerptOf(text, line).slice(0, 60) }),
      action: { label: t('words.undo'), onPress: () => void restore(line) },
    });
  };

  const command = async (line: OutboxLine, name: 'retry' | 'publishNow', words: string): Promise<void> => {
    const { id: deliveryId, accountId } = line;
    const answer =
      name === 'retry'
        ? await bridge.outbox.retry({ deliveryId })
        : await publishNow({ bridge, databases, now }, { deliveryId, accountId });
    if (answer.tag === 'err') refuse(answer.error);
    else say(words);
  };

  return {
    run: (line, action) => {
      switch (action) {
        case 'cancel':
          return void cancel(line);
        case 'retry':
          return void command(line, 'retry', t('outbox.retryAsked'));
        case 'byHand':
          return void changeExecutor(databases, line.intentId, [line.accountId], 'assisted', now()).then(
            (isThere) => say(t(isThere ? 'outbox.byHandAsked' : 'outbox.gone')),
          );
        case 'publishNow':
          return void command(line, 'publishNow', t('outbox.publishNowAsked'));
        case 'release':
          return void bridge.brakes.release({ deliveryId: line.id }).then((answer) => {
            if (answer.tag === 'err') refuse(answer.error);
            else say(t('outbox.released'));
          });
        case 'handAgain':
          return void editIntent(databases, line.intentId, {}, now());
        case 'restore':
          return void restore(line);
        case 'edit':
        case 'editCopy':
          return once(line, async () => compose((await draftOf(line, action === 'editCopy')).id));
        case 'reconnect':
          return connect({ workspaceId: line.workspaceId, reconnect: line.accountId });
        case 'openNetwork': {
          const url = line.delivery?.remoteUrl;
          if (url) void bridge.app.openLink({ url });
          return;
        }
        case 'copyText':
          return void bridge.app.copyText({ text: wholeText(line.content) }).then((answer) => {
            if (answer.tag === 'err') refuse(answer.error);
            else say(t('outbox.copied'));
          });
        default:
          return exhaustive(action);
      }
    },
    reorder: (line, before) => {
      void bridge.outbox.reorder({ deliveryId: line.id, before }).then((answer) => {
        if (answer.tag === 'err') refuse(answer.error);
      });
    },
    decide: (line, decision) => {
      void bridge.outbox.decide({ deliveryId: line.id, decision }).then((answer) => {
        if (answer.tag === 'err') refuse(answer.error);
      });
    },
    keepEdit: (line) => {
      const { unaccepted } = line;
      if (unaccepted === null) return;
      once(line, async () => {
        const post = await createPost(
          databases,
          {
            workspaceId: line.workspaceId,
            accountIds: [line.accountId],
            target: line.action.tag === 'reply' ? line.action.target : null,
          },
          now(),
        );
        await changePost(databases, post.id, { base: unaccepted.content }, now());
        // Only once the words are safe elsewhere may the intent let go of them.
        await abandonEdit(databases, line.intentId, await deliveriesOf(databases, line.intentId), now());
        toasts.show({
          text: t('outbox.editKept'),
          action: { label: t('words.open'), onPress: () => compose(post.id) },
        });
      });
    },
    dropEdit: (line) => {
      void (async () => {
        await abandonEdit(databases, line.intentId, await deliveriesOf(databases, line.intentId), now());
        say(t('outbox.editDropped'));
        showDelivery(line.id);
      })();
    },
  };
}
