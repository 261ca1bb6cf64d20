import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';

export interface LiveRegionProps {
  /** What to say when it changes; empty says nothing. */
  readonly message: string;
  /** `assertive` interrupts: for what was lost or refused only. */
  readonly politeness?: 'polite' | 'assertive';
}

/** Says to screen readers what just changed on the screen: "3 nouveaux messages". */
export function LiveRegion({ message, politeness = 'polite' }: LiveRegionProps) {
  return (
    <VisuallyHidden>
      <div role={politeness === 'polite' ? 'status' : 'alert'} aria-live={politeness} aria-atomic="true">
        {message}
      </div>
    </VisuallyHidden>
  );
}
