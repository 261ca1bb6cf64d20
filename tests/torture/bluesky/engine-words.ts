import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';

/** What the campaign asks of an engine that runs as a process of its own; each is answered once, by number. */
export type Asked =
  | {
      readonly tag: 'connect';
      readonly workspaceId: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly tag: 'submit'; readonly intent: Intent }
  | { readonly tag: 'retry'; readonly id: string }
  | { readonly tag: 'deliveries' };

export type Answered =
  | { readonly tag: 'connected'; readonly accountId: string }
  | { readonly tag: 'accepted' }
  | { readonly tag: 'deliveries'; readonly deliveries: readonly Delivery[] }
  | { readonly tag: 'refused'; readonly code: string };

/** Between the processes. */
export interface Numbered<T> {
  readonly number: number;
  readonly said: T;
}
