import { CircleCheck, CircleX, Info, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as AriaToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
} from 'react-aria-components/Toast';
import { Button } from '../actions/button.tsx';
import { IconButton } from '../actions/icon-button.tsx';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import type { Tone } from '../tone.ts';
import styles from './toast.module.css';

const icons: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  accent: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
};

interface ToastAction {
  readonly label: string;
  readonly onPress: () => void;
}

export interface ToastContentProps {
  readonly text: string;
  readonly detail?: string;
  readonly tone?: Tone;
  /** One button: undo, or the next action. Pressing it closes the toast. */
  readonly action?: ToastAction;
  /** Another way to go on. */
  readonly second?: ToastAction;
  /** ms until it goes by itself (never while hovered or focused); null to stay. 8 s unless told, 5 s at least. */
  readonly staysMs?: number | null;
}

export interface Toasts {
  /** Shows a toast; `onClose` is called however it goes. Returns a way to take it away. */
  readonly show: (content: ToastContentProps, onClose?: () => void) => () => void;
  readonly clear: () => void;
  /** For `ToastRegion` only. */
  readonly queue: AriaToastQueue<ToastContentProps>;
}

const shortestMs = 5000;

/** Makes the queue that `ToastRegion` shows: one for a window, kept by whoever builds it. */
export function createToasts(): Toasts {
  const queue = new AriaToastQueue<ToastContentProps>({ maxVisibleToasts: 4 });
  return {
    show: (content, onClose) => {
      const staysMs = staysFor(content);
      const key = queue.add(content, {
        ...(staysMs !== null && { timeout: staysMs }),
        ...(onClose && { onClose }),
      });
      return () => queue.close(key);
    },
    clear: () => queue.clear(),
    queue,
  };
}

function staysFor({ staysMs = 8000 }: ToastContentProps): number | null {
  return staysMs === null ? null : Math.max(shortestMs, staysMs);
}

export interface ToastRegionProps {
  readonly toasts: Toasts;
  /** "Notifications". */
  readonly label: string;
  readonly dismissLabel: string;
}

/** Where toasts appear: a landmark that F6 reaches. What undoes something shows how long it can still be undone. */
export function ToastRegion({ toasts, label, dismissLabel }: ToastRegionProps) {
  return (
    <AriaToastRegion queue={toasts.queue} aria-label={label} className={styles.region ?? ''}>
      {({ toast }) => {
        const { text, detail, tone = 'neutral', action, second } = toast.content;
        const staysMs = staysFor(toast.content);
        return (
          <AriaToast toast={toast} className={classNames(styles.toast, styles[tone])}>
            <Icon of={icons[tone]} className={styles.icon} />
            <div
              className={classNames(
                styles.body,
                (second !== undefined || (action !== undefined && detail !== undefined)) && styles.stacked,
              )}
            >
              <ToastContent className={styles.content}>
                <Text slot="title" className={styles.title}>
                  {text}
                </Text>
                {detail !== undefined && (
                  <Text slot="description" className={styles.detail}>
                    {detail}
                  </Text>
                )}
              </ToastContent>
              <div className={styles.actions}>
                {[action, second].map(
                  (one) =>
                    one && (
                      <Button
                        key={one.label}
                        size="small"
                        onPress={() => {
                          one.onPress();
                          toasts.queue.close(toast.key);
                        }}
                      >
                        {one.label}
                      </Button>
                    ),
                )}
              </div>
            </div>
            <IconButton icon={X} label={dismissLabel} size="small" slot="close" />
            {staysMs !== null && (
              <span
                aria-hidden="true"
                className={styles.countdown}
                style={{ '--stays': `${staysMs}ms`, '--ticks': Math.round(staysMs / 1000) }}
              />
            )}
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
