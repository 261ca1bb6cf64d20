import { expect, test } from 'vitest';
import { actionOf, type DeckKeys } from '../../../src-renderer/features/inbox/use-deck-keys.ts';

function press(event: {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey?: boolean;
  readonly altKey?: boolean;
  readonly altGraph?: boolean;
}): string | null {
  let done: string | null = null;
  const keys: DeckKeys = {
    column: (index) => (done = `column ${index}`),
    beside: (delta) => (done = `beside ${delta}`),
    move: (delta) => (done = `move ${delta}`),
    open: () => (done = 'open'),
    reply: () => (done = 'reply'),
    like: () => (done = 'like'),
    done: () => (done = 'done'),
    unread: () => (done = 'unread'),
  };
  const given = { code: '', ctrlKey: false, altKey: false, altGraph: false, ...event };
  actionOf(
    {
      ...given,
      metaKey: false,
      target: null,
      getModifierState: (name) => name === 'AltGraph' && given.altGraph,
    },
    keys,
  )?.();
  return done;
}

test('digits choose a column by their place, on AZERTY too', () => {
  expect(press({ key: '3', code: 'Digit3' })).toBe('column 2');
  expect(press({ key: '"', code: 'Digit3' })).toBe('column 2');
  expect(press({ key: '1', code: 'Numpad1' })).toBe('column 0');
  expect(press({ key: '0', code: 'Digit0' })).toBeNull();
});

test('a client’s Ctrl+digit is left alone', () => {
  expect(press({ key: '3', code: 'Digit3', ctrlKey: true })).toBeNull();
});

test('brackets move the focus, also where they need AltGr', () => {
  expect(press({ key: '[', code: 'BracketLeft' })).toBe('beside -1');
  expect(press({ key: ']', code: 'Minus', ctrlKey: true, altKey: true, altGraph: true })).toBe('beside 1');
});

test('letters act on the selection, and not with a modifier', () => {
  expect(['j', 'k', 'r', 'l', 'e', 'u'].map((key) => press({ key }))).toEqual([
    'move 1',
    'move -1',
    'reply',
    'like',
    'done',
    'unread',
  ]);
  expect(press({ key: 'r', ctrlKey: true })).toBeNull();
  expect(press({ key: 'e', altGraph: true })).toBeNull();
  expect(press({ key: 'x' })).toBeNull();
});
