import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

/**
 * A line that changes its group is another element from then on: the keyboard goes along with it, so that the next arrow
 * starts where the last one ended. What leaves one list of the store may come to the next a moment later; until then the
 * focus is nobody's, or has been brought home to the screen, and the line takes it back.
 *
 * @returns what is told of every focus within the lists
 */
export function useKeptFocus(
  lists: RefObject<HTMLElement | null>,
): (event: Pick<FocusEvent<HTMLElement>, 'target'>) => void {
  const focused = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const was = focused.current;
    if (was === null || was.isConnected) return;
    const { activeElement } = document;
    const isNobodys = activeElement === document.body || activeElement === lists.current?.closest('main');
    const key = was.dataset['line'] ?? '';
    const line = lists.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"]`);
    if (isNobodys && !line) return;
    focused.current = null;
    if (isNobodys) line?.focus();
  });
  return ({ target }) => {
    focused.current = target.matches('[data-line]') ? target : null;
  };
}
