import { describe, expect, it } from 'vitest';
import { shortcutOf, type KeyPress } from '../../../src-renderer/state/shortcut-of.ts';

const calm = { mac: false, isTyping: false, isAfterPrefix: false };
const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const ctrl = { ctrlKey: true };

describe('the shortcuts of the window', () => {
  it('finds clients by the place of the key: a French keyboard prints & é " where others print 1 2 3', () => {
    expect(shortcutOf(press('1', 'Digit1', ctrl), calm)).toEqual({ tag: 'client', position: 1 });
    expect(shortcutOf(press('&', 'Digit1', ctrl), calm)).toEqual({ tag: 'client', position: 1 });
    expect(shortcutOf(press('é', 'Digit2', ctrl), calm)).toEqual({ tag: 'client', position: 2 });
    expect(shortcutOf(press('9', 'Numpad9', ctrl), calm)).toEqual({ tag: 'client', position: 9 });
    expect(shortcutOf(press('0', 'Digit0', ctrl), calm)).toBeNull();
  });

  it('finds letters and signs by what is printed, wherever the key is', () => {
    // On a French keyboard the comma is where others have M, and ? is Shift and the comma.
    expect(shortcutOf(press(',', 'KeyM', ctrl), calm)).toEqual({ tag: 'settings' });
    expect(shortcutOf(press('?', 'KeyM', { shiftKey: true }), calm)).toEqual({ tag: 'shortcuts' });
    expect(shortcutOf(press('?', 'Slash', { shiftKey: true }), calm)).toEqual({ tag: 'shortcuts' });
    expect(shortcutOf(press('K', 'KeyK', ctrl), calm)).toEqual({ tag: 'palette' });
    // A and Q change places: G then A goes to the accounts on the key that says A.
    const after = { ...calm, isAfterPrefix: true };
    expect(shortcutOf(press('a', 'KeyQ'), after)).toEqual({ tag: 'go', place: 'accounts' });
    expect(shortcutOf(press('q', 'KeyA'), after)).toBeNull();
  });

  it('leaves single keys to whoever writes, and keeps what is held with Ctrl', () => {
    const typing = { ...calm, isTyping: true };
    for (const key of ['n', 'g', '?']) expect(shortcutOf(press(key, 'KeyN'), typing)).toBeNull();
    expect(shortcutOf(press('b', 'KeyB'), { ...typing, isAfterPrefix: true })).toBeNull();
    expect(shortcutOf(press('k', 'KeyK', ctrl), typing)).toEqual({ tag: 'palette' });
    expect(shortcutOf(press('&', 'Digit1', ctrl), typing)).toEqual({ tag: 'client', position: 1 });
  });

  it('keeps away from AltGr, from the system’s own modifiers and from combinations that it does not know', () => {
    // AltGr is Ctrl and Alt on Windows: { on a French keyboard is AltGr and 4.
    expect(shortcutOf(press('{', 'Digit4', { ctrlKey: true, altKey: true }), calm)).toBeNull();
    expect(shortcutOf(press('n', 'KeyN', { metaKey: true }), calm)).toBeNull();
    expect(shortcutOf(press('N', 'KeyN', { shiftKey: true }), calm)).toBeNull();
    expect(shortcutOf(press('k', 'KeyK', { ctrlKey: true, shiftKey: true }), calm)).toBeNull();
  });

  it('uses Cmd on a Mac, where Ctrl belongs to the system', () => {
    const mac = { ...calm, mac: true };
    expect(shortcutOf(press('k', 'KeyK', { metaKey: true }), mac)).toEqual({ tag: 'palette' });
    expect(shortcutOf(press('k', 'KeyK', ctrl), mac)).toBeNull();
  });

  it('goes to a screen by G and a letter, and forgets G at any other key', () => {
    expect(shortcutOf(press('g', 'KeyG'), calm)).toEqual({ tag: 'prefix' });
    const after = { ...calm, isAfterPrefix: true };
    expect(shortcutOf(press('e', 'KeyE'), after)).toEqual({ tag: 'go', place: 'outbox' });
    expect(shortcutOf(press('p', 'KeyP'), after)).toEqual({ tag: 'forecast' });
    expect(shortcutOf(press('n', 'KeyN'), after)).toBeNull();
  });
});
