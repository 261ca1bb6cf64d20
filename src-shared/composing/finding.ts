import type { ErrorCode, Failure } from '../errors.ts';

/** Something that the network would refuse (`error`), or that the person may want to mend first (`warning`). */
export interface Finding extends Failure {
  readonly severity: 'error' | 'warning';
  /** Which medium it is about, by place in its piece; null: the piece. */
  readonly medium: number | null;
  /** The piece of a thread that it is about (`domain/pieces`); null: a post alone, or the whole. */
  readonly piece: string | null;
}

/** Adds a finding about the piece that is being looked at. */
export type Add = (
  severity: Finding['severity'],
  code: ErrorCode,
  detail?: Failure['detail'],
  medium?: number | null,
) => void;

export const refuses = (findings: readonly Finding[]): boolean =>
  findings.some((one) => one.severity === 'error');
