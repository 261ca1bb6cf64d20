import { useEffect } from 'react';
import { useStable } from './use-stable.ts';

/** Ctrl+Enter, or Cmd+Enter, wherever one is in the composer; not in a dialog over it. */
export function useLeaveKeys(leave: () => void): void {
  const latest = useStable(leave);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat)
        return;
      const { target } = event;
      if (target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]'))
        return;
      event.preventDefault();
      event.stopPropagation();
      latest();
    };
    // Before the fields, which keep Enter to themselves.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [latest]);
}
