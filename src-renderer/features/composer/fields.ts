import type { Content } from '../../../src-shared/domain/content.ts';
import type { Target } from './composition.ts';
import type { Scope } from './use-draft.ts';

/** A place in the composer that something can be said about, and that can be jumped to. */
export type Field =
  { readonly tag: 'text' | 'poll' | 'moment' } | { readonly tag: 'image'; readonly index: number };

/** Which text holds a field of this account: its own, or the common one. */
export const scopeOf = (target: Target, field: keyof Content): Scope =>
  target.own.includes(field) ? target.account.id : 'base';
