import type { KeyboardEvent } from 'react';

export type Movement = 'next' | 'previous' | 'next-page' | 'previous-page' | 'first' | 'last';

const ways: Readonly<Record<string, Movement>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  PageDown: 'next-page',
  PageUp: 'previous-page',
  Home: 'first',
  End: 'last',
};

/** Where a key moves to in a list; null for keys that mean something else, and for what is typed into a field. */
export function movement(event: KeyboardEvent): Movement | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  const target = event.target;
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]')) {
    return null;
  }
  return ways[event.key] ?? null;
}
