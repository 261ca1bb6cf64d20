import { CircleX, Info, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { LogEntry } from '../../../src-shared/bridge/diagnostics.ts';

/** A level is never said by its colour alone. */
export const levelIcons: { readonly [L in LogEntry['level']]: LucideIcon } = {
  info: Info,
  warn: TriangleAlert,
  error: CircleX,
};
