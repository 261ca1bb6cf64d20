import { useCallback, useEffect } from 'react';
import type { Meaning } from '../../../src-shared/calendar/moment.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import { readNeighbours } from '../../state/neighbours.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveTable } from '../../state/use-live.ts';
import { editIntent, readIntent } from '../../store/queries/intents.ts';
import { publishingOf } from '../../store/queries/publishing.ts';
import { changePost } from '../../store/queries/posts.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { CalendarEntry } from './calendar-entry.ts';
import { useCalendarPlace } from './calendar-place.ts';
import { entryWarnings, warningsText } from './entry-neighbours.ts';
import { meaningText, momentText } from './entry-words.ts';

/** Gives an entry another moment: a new revision for what is scheduled, another plan for a draft. */
function usePut(): (entry: CalendarEntry, moment: Moment) => Promise<void> {
  const { databases, tables, now } = useRealm();
  const remember = useCalendarPlace((place) => place.remember);
  return useCallback(
    async (entry, moment) => {
      if (entry.intentId === null) {
        if (entry.postId !== null) await changePost(databases, entry.postId, { planned: moment }, now());
        return;
      }
      const row = await readIntent(databases, entry.intentId);
      if (row === null) throw new Error('the intent of a planned post is gone');
      const client = tables.workspaces.snapshot()?.find((one) => one.id === row.workspaceId);
      const { when } = row.intent;
      const toleranceMs = when.tag === 'at' ? when.toleranceMs : (client?.toleranceMs ?? 0);
      remember(entry.intentId, { revision: row.intent.revision + 1, moment });
      await editIntent(databases, entry.intentId, { when: { tag: 'at', moment, toleranceMs } }, now());
      // The composer opens the draft: it shall say the same moment.
      if (row.postId !== null) await changePost(databases, row.postId, { planned: moment }, now());
    },
    [databases, tables, now, remember],
  );
}

/** Moves, says so, and offers the way back. */
export function useMove(): (entry: CalendarEntry, meaning: Meaning) => void {
  const put = usePut();
  const { databases, tables, toasts, now } = useRealm();
  const text = useText();
  return useCallback(
    (entry, meaning) => {
      const before = entry.moment;
      void put(entry, meaning.moment);
      const told = (warning: string | null): void => {
        const detail = [meaningText(text, meaning), warning].filter((one) => one !== null).join(' ');
        toasts.show({
          text: text.t('calendar.moved', { moment: momentText(text, meaning.moment, meaning.moment.zone) }),
          ...(warning !== null && { tone: 'warn', staysMs: 12_000 }),
          ...(detail !== '' && { detail }),
          ...(before !== null && {
            action: { label: text.t('words.undo'), onPress: () => void put(entry, before) },
          }),
        });
      };
      const { dueAt } = meaning.moment;
      const rules = publishingOf(tables.publishing.snapshot() ?? [], entry.workspaceId);
      const accounts = tables.accounts.snapshot() ?? [];
      readNeighbours(databases, entry.workspaceId, dueAt, rules.similarDays, entry.intentId).then(
        (others) =>
          told(
            warningsText(
              text,
              entryWarnings(entry, dueAt, others, rules),
              (id) => accounts.find((one) => one.id === id)?.handle ?? '',
              now(),
            ),
          ),
        // The move itself is done: what could not be compared keeps nobody from hearing of it.
        () => told(null),
      );
    },
    [put, databases, tables, toasts, text, now],
  );
}

/** Says in words when main refuses a move: the post is shown where it was again. */
export function useRefusedMoves(): void {
  const { tables, toasts } = useRealm();
  const text = useText();
  const unaccepted = useLiveTable(tables.unaccepted);
  const moves = useCalendarPlace((place) => place.moves);
  const forget = useCalendarPlace((place) => place.forget);
  useEffect(() => {
    for (const row of unaccepted ?? []) {
      const move = moves[row.id];
      if (move === undefined || row.handed !== 'refused' || row.revision !== move.revision) continue;
      forget(row.id);
      const said = errorText(text, row.refusal?.code ?? 'internal', row.refusal?.detail);
      toasts.show({
        text: text.t('calendar.moveRefused'),
        detail: said.sentence,
        tone: 'bad',
        staysMs: 12_000,
      });
    }
  }, [unaccepted, moves, forget, toasts, text]);
}
