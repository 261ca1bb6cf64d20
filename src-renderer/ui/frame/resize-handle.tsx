import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { classNames } from '../class-names.ts';
import styles from './resize-handle.module.css';

export interface ResizeHandleProps {
  /** "Largeur de la colonne Messages privés". */
  readonly label: string;
  /** Width in px of what is resized. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Which edge of the resized thing this handle is: dragging away from the thing widens it. */
  readonly edge: 'start' | 'end';
  readonly onChange: (width: number) => void;
  /** Id of what is resized. */
  readonly controls?: string;
}

const step = 16;

/** A line to drag, or to move with the arrows (16 px), Home and End. */
export function ResizeHandle({ label, value, min, max, edge, onChange, controls }: ResizeHandleProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const outward = edge === 'end' ? 1 : -1;

  const set = (width: number) => {
    const bounded = Math.round(Math.min(max, Math.max(min, width)));
    if (bounded !== value) onChange(bounded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const width = {
      ArrowRight: value + step * outward,
      ArrowLeft: value - step * outward,
      Home: min,
      End: max,
    }[event.key];
    if (width === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(width);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: value };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) set(drag.current.width + (event.clientX - drag.current.x) * outward);
  };
  const onPointerEnd = () => {
    drag.current = null;
  };

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-controls={controls}
      tabIndex={0}
      className={classNames(styles.handle, styles[edge])}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    />
  );
}
