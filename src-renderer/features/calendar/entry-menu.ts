import { CalendarClock, PenLine, Send, SquareArrowOutUpRight, Trash2, Undo2 } from 'lucide-react';
import type { TextKey } from '../../text/catalogues.ts';
import type { Text } from '../../text/create-text.ts';
import type { MenuAction } from '../../ui/overlays/menu-entry.ts';
import type { CalendarSurroundings } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { fixedBecause } from './standing.ts';
import { openDeliveries } from './use-entry-actions.ts';

/** Why an entry cannot be moved, in words; null: it can. */
export function fixedText(text: Text, entry: CalendarEntry): string | null {
  const code = fixedBecause(entry.deliveries);
  if (code !== null) return text.find(`calendar.fixed.${code}`) ?? text.t('calendar.fixed');
  return entry.moment === null ? text.t('calendar.fixed.immediate') : null;
}

/** All that can be done with an entry now: the chip's menu, and the buttons of its popover. */
export function entryActions(
  text: Text,
  entry: CalendarEntry,
  { actions, askMove, askPublish }: Pick<CalendarSurroundings, 'actions' | 'askMove' | 'askPublish'>,
): readonly MenuAction[] {
  const action = (
    id: string,
    label: TextKey & `calendar.${string}`,
    icon: NonNullable<MenuAction['icon']>,
    onAction: () => void,
    more: Partial<MenuAction> = {},
  ): MenuAction => ({ tag: 'action', id, label: text.find(label) ?? label, icon, onAction, ...more });
  const fixed = fixedText(text, entry);
  const { postId } = entry;
  if (entry.intentId === null)
    return [
      action('edit', 'calendar.edit', PenLine, () => actions.edit(entry)),
      action('move', 'calendar.move', CalendarClock, () => askMove(entry)),
      ...(postId === null
        ? []
        : [
            action('delete', 'calendar.deleteDraft', Trash2, () => actions.removeDraft(postId), {
              tone: 'danger',
            }),
          ]),
    ];
  const isOpen = openDeliveries(entry).length > 0 || entry.deliveries.length === 0;
  const mayLeaveNow = isOpen && fixed === null;
  return [
    ...(isOpen ? [action('edit', 'calendar.edit', PenLine, () => actions.edit(entry))] : []),
    action('move', 'calendar.move', CalendarClock, () => askMove(entry), {
      isDisabled: fixed !== null,
      ...(fixed !== null && { detail: fixed }),
    }),
    ...(mayLeaveNow ? [action('publish', 'calendar.publishNow', Send, () => askPublish(entry))] : []),
    ...(entry.deliveries.length > 0
      ? [action('outbox', 'calendar.showInOutbox', SquareArrowOutUpRight, () => actions.showInOutbox(entry))]
      : []),
    ...(mayLeaveNow
      ? [
          action('cancel', 'calendar.cancelDeparture', Undo2, () => actions.cancel(entry), {
            tone: 'danger',
          }),
        ]
      : []),
  ];
}
