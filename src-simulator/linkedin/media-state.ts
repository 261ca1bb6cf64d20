import type { MediaRow } from './rows.ts';

export type MediaState = 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED';

// linkedin §3 (uploads)
export function stateOf(row: MediaRow, now: number): MediaState {
  if (row.uploadedAt === null || row.readyAt === null) return 'WAITING_UPLOAD';
  if (now < row.readyAt) return 'PROCESSING';
  return row.failure === null ? 'AVAILABLE' : 'PROCESSING_FAILED';
}
