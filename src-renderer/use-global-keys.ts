import { useLayoutEffect } from 'react';
import { exhaustive } from '../src-shared/exhaustive.ts';
import { useCalendarView } from './state/calendar-view.ts';
import { useNavigation, type Place } from './state/navigation.ts';
import { useNewPost } from './state/new-post.ts';
import { useRealm } from './state/realm.ts';
import { useShell } from './state/shell.ts';
import { shortcutOf } from './state/shortcut-of.ts';
import { visitClient } from './state/visit-client.ts';
import { isTyping } from './state/typing.ts';

/** Dialogs and popovers. A toast is an alertdialog too, but it holds nothing back and says so. */
const modal = '[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])';

/** How long G waits for its second key. */
const prefixMs = 1_500;

/** The keys that work whatever the screen. Those of a screen (j, k, digits, brackets) are that screen's. */
export function useGlobalKeys(): void {
  const { info, tables } = useRealm();
  const newPost = useNewPost();
  // With the screen, not after it: a key pressed as soon as something is seen counts.
  useLayoutEffect(() => {
    const mac = info.platform === 'darwin';
    let prefixedAt = Number.NEGATIVE_INFINITY;
    const leaveSheet = (place: Place): void => {
      useNavigation.getState().compose(null);
      useNavigation.getState().go(place);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      const isAfterPrefix = event.timeStamp - prefixedAt < prefixMs;
      const shortcut = shortcutOf(event, { mac, isTyping: isTyping(event.target), isAfterPrefix });
      prefixedAt = Number.NEGATIVE_INFINITY;
      if (shortcut === null) return;
      // A dialog keeps the keyboard to itself, but for the palette's own key.
      const isModal = document.querySelector(modal) !== null;
      if (isModal && shortcut.tag !== 'palette') return;
      // The calendar plans its new post on the day that it stands on: there the key is its own.
      if (shortcut.tag === 'new-post' && useNavigation.getState().place === 'calendar') return;
      event.preventDefault();
      event.stopPropagation();
      const shell = useShell.getState();
      switch (shortcut.tag) {
        case 'palette':
          if (shell.overlay?.tag === 'palette') shell.show(null);
          else if (!isModal) shell.show({ tag: 'palette' });
          return;
        case 'shortcuts':
          return shell.show({ tag: 'shortcuts' });
        case 'brakes':
          return shell.show({ tag: 'brakes' });
        case 'departure':
          return shell.show({ tag: 'departure' });
        case 'settings':
          return leaveSheet('settings');
        case 'client': {
          const shown = (tables.workspaces.snapshot() ?? []).filter((one) => one.archivedAt === null);
          const client = shown[shortcut.position - 1];
          if (client) visitClient(client.id);
          return;
        }
        case 'new-post':
          if (useNavigation.getState().composing === null) newPost();
          return;
        case 'prefix':
          prefixedAt = event.timeStamp;
          return;
        case 'forecast':
          useCalendarView.getState().show('forecast');
          return leaveSheet('calendar');
        case 'go':
          return leaveSheet(shortcut.place);
        default:
          return exhaustive(shortcut);
      }
    };
    // Before the screens: the letter after G is not theirs.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [info.platform, tables, newPost]);
}
