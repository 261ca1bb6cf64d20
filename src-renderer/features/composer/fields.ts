import type { Content } from '../../../src-shared/domain/content.ts';
import { commentPiece } from '../../../src-shared/domain/pieces.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Target } from './composition.ts';
import type { Scope } from './use-draft.ts';

/** A place in the composer that something can be said about, and that can be jumped to. */
export type Field =
  | { readonly tag: 'poll' | 'moment' }
  /** The form of an account's post, or the options where its network has one form. */
  | { readonly tag: 'options'; readonly account: AccountId }
  /** The text of a piece of a thread (`domain/pieces`). */
  | { readonly tag: 'text'; readonly piece: string }
  | ({ readonly tag: 'image' } & OpenImage);

/** A picture: of which part (0: the post itself), by its place. */
export interface OpenImage {
  readonly part: number;
  readonly index: number;
}

/** The part of a piece: 0 for the post itself. */
export const partOf = (piece: string | null): number => {
  const [, place] = /^part-(\d+)$/u.exec(piece ?? '') ?? [];
  return place === undefined ? 0 : Number(place) - 1;
};

/** Which field of a content says it. */
export const fieldOf = (piece: string | null, own: 'text' | 'media'): keyof Content =>
  piece === commentPiece ? 'firstComment' : partOf(piece) > 0 ? 'parts' : own;

/** Which text holds a field of this account: its own, or the common one. */
export const scopeOf = (target: Target, field: keyof Content): Scope =>
  target.own.includes(field) ? target.account.id : 'base';
