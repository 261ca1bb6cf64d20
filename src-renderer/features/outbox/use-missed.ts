import { nextFree } from '../../../src-shared/calendar/next-free.ts';
import type { AccountId, IntentId } from '../../../src-shared/ids.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { publishNow } from '../../store/queries/publish-now.ts';
import { deliveriesOf } from '../../store/queries/deliveries.ts';
import { editIntent, readIntent } from '../../store/queries/intents.ts';
import { release } from '../../store/queries/launch.ts';
import { changePost } from '../../store/queries/posts.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { OutboxLine } from './line.ts';

export interface Missed {
  /** Lets them go, one account's after the other, at their distance. */
  readonly publish: (lines: readonly OutboxLine[]) => Promise<void>;
  /** Gives each post the next moment that is free on its accounts. */
  readonly toNextSlots: (lines: readonly OutboxLine[]) => Promise<void>;
  /** Gives them up; their words stay as drafts. */
  readonly drop: (lines: readonly OutboxLine[]) => Promise<void>;
}

/** What is done with posts whose hour has passed, one or many at once. */
export function useMissed(all: readonly OutboxLine[]): Missed {
  const { bridge, databases, tables, toasts, info, now, caughtUp, settings: atStart } = useRealm();
  const settings = useLiveStatus((live) => live.settings) ?? atStart;
  const text = useText();
  const { t } = text;
  const distanceOf = (line: OutboxLine): number =>
    settings.postSpacing[line.workspaceId] ?? outboxPolicy.spacingMs;
  const inOrder = (lines: readonly OutboxLine[]): readonly OutboxLine[] =>
    [...lines].sort((a, b) => a.dueAt - b.dueAt);

  return {
    publish: async (lines) => {
      const next = new Map<AccountId, number>();
      const start = now();
      let count = 0;
      for (const line of inOrder(lines)) {
        const at = next.get(line.accountId);
        const { id: deliveryId, accountId } = line;
        const answer = await publishNow({ bridge, databases, now }, { deliveryId, accountId }, at);
        if (answer.tag === 'err') {
          const { code, detail } = answer.error;
          toasts.show({ text: errorText(text, code, detail).sentence, tone: 'warn' });
          continue;
        }
        count += 1;
        next.set(line.accountId, (at ?? start) + distanceOf(line));
      }
      if (count > 0) toasts.show({ text: t('outbox.missedPublished', { count }) });
    },
    toNextSlots: async (lines) => {
      const taken = new Map<AccountId, number[]>();
      for (const { accountId, delivery, dueAt } of all) {
        const state = delivery?.state;
        if (state === 'missed' || state === 'sent' || state === 'cancelled') continue;
        taken.set(accountId, [...(taken.get(accountId) ?? []), dueAt]);
      }
      const moved = new Set<IntentId>();
      let last = '';
      for (const line of inOrder(lines)) {
        if (moved.has(line.intentId)) continue;
        const row = await readIntent(databases, line.intentId);
        if (row === null) continue;
        // The new moment is for every account of the post that has not had it.
        const held = await deliveriesOf(databases, line.intentId);
        const accounts = held
          .filter(({ state }) => state !== 'sent' && state !== 'cancelled')
          .map(({ accountId }) => accountId);
        const zone =
          line.delivery?.zone ??
          tables.workspaces.snapshot()?.find(({ id }) => id === line.workspaceId)?.zone ??
          info.zone;
        const busy = accounts.flatMap((id) => taken.get(id) ?? []);
        const moment = nextFree(now(), zone, busy, distanceOf(line));
        const toleranceMs = line.delivery?.toleranceMs ?? 0;
        await editIntent(databases, line.intentId, { when: { tag: 'at', moment, toleranceMs } }, now());
        if (row.postId !== null) await changePost(databases, row.postId, { planned: moment }, now());
        for (const id of accounts) taken.set(id, [...(taken.get(id) ?? []), moment.dueAt]);
        moved.add(line.intentId);
        last = text.times.moment(moment.dueAt, now(), zone);
      }
      if (moved.size === 0) toasts.show({ text: t('outbox.gone'), tone: 'warn' });
      else toasts.show({ text: t('outbox.missedMoved', { count: moved.size, when: last }) });
    },
    drop: async (lines) => {
      const dropped: OutboxLine[] = [];
      for (const line of lines)
        if ((await bridge.outbox.cancel({ deliveryId: line.id })).tag === 'ok') dropped.push(line);
      // Judged once main has told of all of them: one wish may be several of these lines.
      await caughtUp();
      for (const intentId of new Set(dropped.map((line) => line.intentId))) {
        const row = await readIntent(databases, intentId);
        const held = await deliveriesOf(databases, intentId);
        // The words are a draft again once nothing of them is to leave any more.
        const isOver = held.every(
          ({ id, state }) => state === 'cancelled' || dropped.some((line) => line.id === id),
        );
        if (row?.postId && isOver) await release(databases, row.postId, intentId, now(), { planned: null });
      }
      toasts.show({ text: t('outbox.missedDropped', { count: dropped.length }) });
    },
  };
}
