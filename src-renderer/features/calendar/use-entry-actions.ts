import { useMemo } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId, PostId } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { publishNow as sayNow } from '../../store/queries/publish-now.ts';
import { draftOfIntent } from '../../store/queries/intent-draft.ts';
import { editIntent, readIntent, writeIntent } from '../../store/queries/intents.ts';
import { launch, release } from '../../store/queries/launch.ts';
import { takeBack } from '../../store/queries/take-back.ts';
import { deliveriesOf } from '../../store/queries/deliveries.ts';
import { changePost } from '../../store/queries/posts.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { CalendarEntry } from './calendar-entry.ts';

/** What can be asked of an entry beside moving it. */
export interface EntryActions {
  readonly edit: (entry: CalendarEntry) => void;
  readonly publishNow: (entry: CalendarEntry) => void;
  readonly cancel: (entry: CalendarEntry) => void;
  readonly removeDraft: (id: PostId) => void;
  readonly showInOutbox: (entry: CalendarEntry) => void;
  readonly openOnline: (url: string) => void;
}

/** Deliveries that may still leave, or be given up. */
export const openDeliveries = (entry: CalendarEntry): readonly Delivery[] =>
  entry.deliveries.filter((one) => one.state !== 'sent' && one.state !== 'cancelled');

export function useEntryActions(): EntryActions {
  const { bridge, databases, tables, toasts, now, caughtUp } = useRealm();
  const text = useText();
  const compose = useNavigation((navigation) => navigation.compose);
  const showDelivery = useNavigation((navigation) => navigation.showDelivery);
  return useMemo(() => {
    const refused = (failure: Failure): void => {
      const said = errorText(text, failure.code, failure.detail);
      toasts.show({ text: said.sentence, tone: 'bad' });
    };
    const answered = (answer: Result<null, Failure>): boolean => {
      if (answer.tag === 'err') refused(answer.error);
      return answer.tag === 'ok';
    };

    const edit = async (entry: CalendarEntry): Promise<void> => {
      // A draft says whose it is; a wish is edited in its own.
      const post =
        entry.intentId === null
          ? entry.postId
          : ((await draftOfIntent(databases, entry.intentId, now()))?.id ?? null);
      if (post !== null) compose(post);
      else showInOutbox(entry);
    };

    const publishNow = async (entry: CalendarEntry): Promise<void> => {
      const open = openDeliveries(entry);
      if (open.length === 0 && entry.intentId !== null) {
        // Main does not hold it yet: the wish itself is changed.
        await editIntent(databases, entry.intentId, { when: { tag: 'now', graceMs: 0 } }, now());
      }
      for (const delivery of open) {
        const { id: deliveryId, accountId } = delivery;
        if (!answered(await sayNow({ bridge, databases, now }, { deliveryId, accountId }))) return;
      }
      toasts.show({ text: text.t('calendar.leavingNow') });
    };

    const cancel = async (entry: CalendarEntry): Promise<void> => {
      if (entry.intentId === null) return;
      const row = await readIntent(databases, entry.intentId);
      if (row === null) return;
      const { intent, postId } = row;
      const held = await deliveriesOf(databases, intent.id);
      const isIn = (state: Delivery['state'], account: AccountId) =>
        held.some((one) => one.accountId === account && one.state === state);
      // What had left, or was given up before, is not of this cancelling, nor of its undo.
      const targets = intent.targets.filter(
        ({ accountId }) => !isIn('sent', accountId) && !isIn('cancelled', accountId),
      );
      const accounts = targets.map(({ accountId }) => accountId);
      const answer = await takeBack({ bridge, databases, now, caughtUp }, row, accounts);
      if (answer.tag === 'err') {
        refused(answer.error);
        return;
      }
      if (answer.value === 'stopped') {
        toasts.show({ text: text.t('outbox.stopped') });
        return;
      }
      // The words are a draft again, on the same day; what has left for another account stays as it is.
      const hasLeft = held.some(({ state }) => state === 'sent');
      const isDraftAgain =
        postId !== null &&
        !hasLeft &&
        (await release(databases, postId, intent.id, now(), { planned: entry.moment }));
      const restore = async (): Promise<void> => {
        if (targets.length === 0) return;
        const again = { ...intent, postId, targets };
        // A post that stays bound, to what has left of it or to another wish, is not touched: this one is beside that.
        if (!isDraftAgain) await writeIntent(databases, again, now());
        // It was sent again as a draft before the undo was pressed.
        else if ((await launch(databases, again, now())) === null)
          toasts.show({ text: text.t('errors.already-sent'), tone: 'warn' });
      };
      // The network still holds it, and may publish it before it gives it back: nothing is put beside it.
      const recalled = targets.find(
        ({ accountId }) => isIn('handed-over', accountId) || isIn('recalling', accountId),
      );
      if (recalled !== undefined) {
        const account = tables.accounts.snapshot()?.find(({ id }) => id === recalled.accountId);
        toasts.show({ text: text.t('outbox.recallAsked', { network: account?.manifest.name ?? '' }) });
        return;
      }
      toasts.show({
        text: text.t('calendar.cancelled'),
        action: { label: text.t('words.undo'), onPress: () => void restore() },
      });
    };

    const removeDraft = async (id: PostId): Promise<void> => {
      await changePost(databases, id, { deletedAt: now() }, now());
      toasts.show({
        text: text.t('calendar.draftDeleted'),
        action: {
          label: text.t('words.undo'),
          onPress: () => void changePost(databases, id, { deletedAt: null }, now()),
        },
      });
    };

    const showInOutbox = (entry: CalendarEntry): void => {
      const [delivery] = [...openDeliveries(entry), ...entry.deliveries];
      if (delivery !== undefined) showDelivery(delivery.id);
    };

    return {
      edit: (entry) => void edit(entry),
      publishNow: (entry) => void publishNow(entry),
      cancel: (entry) => void cancel(entry),
      removeDraft: (id) => void removeDraft(id),
      showInOutbox,
      openOnline: (url) => void bridge.app.openLink({ url }),
    };
  }, [bridge, databases, tables, toasts, text, now, caughtUp, compose, showDelivery]);
}
