import { useEffect, useRef } from 'react';
import { useNavigation } from '../../state/navigation.ts';
import { isTyping } from '../../state/typing.ts';

export interface DeckKeys {
  /** 1…9: the column at this place. */
  readonly column: (index: number) => void;
  /** [ and ]: the one before, the one after. */
  readonly beside: (delta: -1 | 1) => void;
  /** j and k, when no list has the keyboard. */
  readonly move: (delta: -1 | 1) => void;
  /** Enter, when no list has the keyboard. */
  readonly open: () => void;
  readonly reply: () => void;
  readonly like: () => void;
  readonly done: () => void;
  readonly unread: () => void;
}

/** Single keys of the deck: ignored while something is typed, under a sheet, and in a menu or a dialog. */
export function useDeckKeys(keys: DeckKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      // A note or a question has the keyboard.
      if (event.target instanceof Element && event.target.closest('[role="alertdialog"]')) return;
      if (useNavigation.getState().composing !== null || document.querySelector('[role="dialog"]')) return;
      const run = actionOf(event, latest.current);
      if (run === null) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Null: the key means nothing here. */
export function actionOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'> & {
    readonly getModifierState: (key: string) => boolean;
  },
  keys: DeckKeys,
): (() => void) | null {
  // On many keyboards the brackets need AltGr, which says Ctrl and Alt together on some systems.
  if (event.key === '[') return () => keys.beside(-1);
  if (event.key === ']') return () => keys.beside(1);
  if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph')) return null;
  // By place and not by letter: the upper row of an AZERTY keyboard gives digits only with Shift.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit !== undefined) return () => keys.column(Number(digit) - 1);
  switch (event.key) {
    case 'j':
      return () => keys.move(1);
    case 'k':
      return () => keys.move(-1);
    case 'Enter':
      // A button or a link under the keyboard keeps its own Enter.
      return event.target === document.body || isScreen(event.target) ? keys.open : null;
    case 'r':
      return keys.reply;
    case 'l':
      return keys.like;
    case 'e':
      return keys.done;
    case 'u':
      return keys.unread;
    default:
      return null;
  }
}

/** The screen itself has the keyboard, and nothing on it. */
const isScreen = (target: EventTarget | null): boolean =>
  target instanceof Element && target.localName === 'main';
