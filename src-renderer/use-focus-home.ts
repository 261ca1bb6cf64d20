import { useEffect } from 'react';

/** The element can no longer hold the keyboard: it was taken away, covered, hidden or switched off. */
const isLost = (element: Element): boolean =>
  !element.isConnected || element.matches(':disabled') || element.closest('[inert], [hidden]') !== null;

/**
 * Whoever works by keyboard always stands somewhere. When what had the focus goes away (a screen was left, a form has
 * closed, a button has done its work) and nothing else took it, it goes to the screen itself, as on a new page; the
 * next Tab goes on from there. What gives the focus a better place on its own has done so before.
 */
export function useFocusHome(): void {
  useEffect(() => {
    let last: Element | null = null;
    let frame = 0;
    const isNowhere = (): boolean =>
      last !== null && document.activeElement === document.body && isLost(last);
    const onFocusIn = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    const bringHome = (): void => {
      frame = 0;
      if (!isNowhere()) return;
      last = null;
      document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    };
    // Two frames: dialogs give the focus back in the one after they are gone.
    const look = (): void => {
      if (frame === 0 && isNowhere())
        frame = requestAnimationFrame(() => {
          frame = requestAnimationFrame(bringHome);
        });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['disabled', 'inert', 'hidden'],
    });
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', look);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', look);
    };
  }, []);
}
