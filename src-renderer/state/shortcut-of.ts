import type { Place } from './navigation.ts';

/** What a key press asks for, whatever the screen. */
export type Shortcut =
  | { readonly tag: 'palette' }
  | { readonly tag: 'settings' }
  | { readonly tag: 'brakes' }
  | { readonly tag: 'client'; readonly position: number }
  | { readonly tag: 'new-post' }
  | { readonly tag: 'shortcuts' }
  | { readonly tag: 'departure' }
  | { readonly tag: 'prefix' }
  | { readonly tag: 'forecast' }
  | { readonly tag: 'go'; readonly place: Place };

export interface KeyPress {
  readonly key: string;
  /** Where the key is, whatever is printed on it: `Digit1`. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Letters after G (H besides, for "hors ligne"): of the French names of the screens, which nobody has to know in English (the help shows them). */
const places: Readonly<Record<string, Place>> = {
  b: 'deck',
  c: 'calendar',
  e: 'outbox',
  a: 'accounts',
  r: 'settings',
};

/**
 * The shortcut of a key press. Letters and signs go by what is printed (`key`), so that they are where the keyboard
 * says; digits with Ctrl go by their place (`code`), because a French keyboard has `&` where others have `1`.
 *
 * @param press the key press
 * @param context `mac`: Cmd is the modifier; `isTyping`: single keys belong to a field; `isAfterPrefix`: G came just before
 */
export function shortcutOf(
  press: KeyPress,
  context: { readonly mac: boolean; readonly isTyping: boolean; readonly isAfterPrefix: boolean },
): Shortcut | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = press;
  const key = press.key.toLowerCase();
  const mod = context.mac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (mod && !altKey && !shiftKey) {
    if (key === 'k') return { tag: 'palette' };
    if (key === ',') return { tag: 'settings' };
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
    return digit === undefined ? null : { tag: 'client', position: Number(digit) };
  }
  // The red button is found also while typing.
  if (mod && shiftKey && !altKey && key === 'g') return { tag: 'brakes' };
  if (ctrlKey || metaKey || altKey || context.isTyping) return null;
  // Shift is part of how some keyboards write it.
  if (key === '?') return { tag: 'shortcuts' };
  if (shiftKey) return null;
  if (context.isAfterPrefix) {
    if (key === 'h') return { tag: 'departure' };
    if (key === 'p') return { tag: 'forecast' };
    const place = places[key];
    return place === undefined ? null : { tag: 'go', place };
  }
  if (key === 'n') return { tag: 'new-post' };
  return key === 'g' ? { tag: 'prefix' } : null;
}
