import { useMemo } from 'react';
import type { Departure } from '../../../../src-shared/forecast/departure.ts';
import type { Fix } from '../../../../src-shared/forecast/risk.ts';
import { exhaustive } from '../../../../src-shared/exhaustive.ts';
import type { AccountId, IntentId } from '../../../../src-shared/ids.ts';
import { changeExecutor } from '../../../state/change-executor.ts';
import { useNavigation } from '../../../state/navigation.ts';
import { useRealm } from '../../../state/realm.ts';
import { useShell } from '../../../state/shell.ts';
import { useShowDelivery } from '../../../state/use-show-delivery.ts';
import { deliveriesOf } from '../../../store/queries/deliveries.ts';
import { draftOfIntent } from '../../../store/queries/intent-draft.ts';
import { readIntent } from '../../../store/queries/intents.ts';
import { readPost } from '../../../store/queries/posts.ts';
import { useText } from '../../../text/text-context.tsx';
import { calendarEntries, type CalendarEntry } from '../calendar-entry.ts';
import { fixedBecause } from '../standing.ts';

export interface Fixes {
  /** Does it, or leads to where it is done. */
  readonly run: (fix: Fix) => void;
  /** Shows the post itself: its line in the outbox, or the draft. */
  readonly open: (departure: Departure) => void;
}

/** @param askMove asks for another moment */
export function useFixes(askMove: (entry: CalendarEntry) => void): Fixes {
  const { databases, toasts, now } = useRealm();
  const { t } = useText();
  const compose = useNavigation((navigation) => navigation.compose);
  const connect = useNavigation((navigation) => navigation.connect);
  const show = useShell((shell) => shell.show);
  const showDelivery = useShowDelivery();
  return useMemo(() => {
    const say = (text: string): void => {
      toasts.show({ text, tone: 'warn' });
    };

    const edit = async ({ intentId, postId, accountId, deliveryId }: Departure): Promise<void> => {
      const post =
        intentId === null ? postId : ((await draftOfIntent(databases, intentId, now()))?.id ?? null);
      if (post !== null) compose(post, accountId);
      else if (deliveryId !== null) showDelivery(deliveryId);
      else say(t('forecast.gone'));
    };

    const move = async (departure: Departure): Promise<void> => {
      const entry = await entryOf(departure);
      if (entry === null) return say(t('forecast.gone'));
      if (fixedBecause(entry.deliveries) !== null) return say(t('forecast.cannotMove'));
      askMove(entry);
    };

    /** The calendar's own entry: moving is for all accounts of a post. */
    const entryOf = async ({ intentId, postId }: Departure): Promise<CalendarEntry | null> => {
      const row = intentId === null ? null : await readIntent(databases, intentId);
      const draft = intentId === null && postId !== null ? await readPost(databases, postId) : null;
      if (row === null && draft === null) return null;
      const [entry] = calendarEntries({
        deliveries: intentId === null ? [] : await deliveriesOf(databases, intentId),
        unaccepted: row === null || row.handed === 'accepted' ? [] : [row],
        drafts: draft === null ? [] : [draft],
        moves: {},
        shows: () => true,
        from: 0,
        until: Infinity,
      });
      return entry ?? null;
    };

    const handOver = async (departures: readonly Departure[]): Promise<void> => {
      const byIntent = new Map<IntentId, AccountId[]>();
      for (const { intentId, accountId } of departures) {
        if (intentId === null || accountId === null) continue;
        byIntent.set(intentId, [...(byIntent.get(intentId) ?? []), accountId]);
      }
      const give = async (executor: 'native' | 'machine'): Promise<number> => {
        let given = 0;
        for (const [intentId, accounts] of byIntent)
          if (await changeExecutor(databases, intentId, accounts, executor, now())) given += accounts.length;
        return given;
      };
      const count = await give('native');
      if (count === 0) return say(t('forecast.gone'));
      toasts.show({
        text: t('forecast.handedOver', { count }),
        action: { label: t('words.undo'), onPress: () => void give('machine') },
      });
    };

    return {
      run: (fix) => {
        switch (fix.tag) {
          case 'reconnect':
            return connect({ workspaceId: fix.workspaceId, reconnect: fix.accountId });
          case 'resume':
            return show({ tag: 'resume', freezeId: fix.freezeId });
          case 'edit':
            return void edit(fix.of);
          case 'move':
            return void move(fix.of);
          case 'schedule':
            return compose(fix.postId);
          case 'hand-over':
            return void handOver(fix.of);
          case 'outbox':
            return showDelivery(fix.deliveryId);
          default:
            return exhaustive(fix);
        }
      },
      open: (departure) => {
        if (departure.deliveryId === null) void edit(departure);
        else showDelivery(departure.deliveryId);
      },
    };
  }, [databases, toasts, now, t, compose, connect, show, showDelivery, askMove]);
}
