import type { Failure } from '../errors.ts';
import type { Drawn, Operation, SoFar } from './operation.ts';
import type { Cause, OutboxRecord } from './record.ts';

/** What a person should hear about, whichever window is open. */
export type Notice =
  | 'sent'
  | 'missed'
  | 'failed'
  | 'blocked'
  | 'needs-decision'
  | 'assisted'
  | 'recall-failed'
  /** The network's scheduler did not take it: this machine publishes it. */
  | 'handed-back'
  /** The recall came too late: the network had published it already. */
  | 'fired-first'
  /** What waits would be refused at its hour, as its network is now. */
  | 'would-fail';

/** What the runner is asked to do, in this order, after and never before `save` succeeded. */
export type Effect =
  /** Write the record; nothing below may happen before it is on disk. */
  | { readonly tag: 'save' }
  /** Hand the public row to the mirror. */
  | { readonly tag: 'mirror' }
  /** Ask the connector for a key and a moment, and come back with `drawn`. */
  | { readonly tag: 'draw'; readonly step: string; readonly operation: Operation }
  | {
      readonly tag: 'perform';
      readonly step: string;
      readonly attempt: number;
      readonly operation: Operation;
      readonly drawn: Drawn;
      /** Of an upload in pieces: what the network holds already. */
      readonly soFar?: SoFar;
    }
  | { readonly tag: 'poll'; readonly step: string; readonly operation: Operation; readonly handle: string }
  | {
      readonly tag: 'confirm';
      readonly operation: Operation;
      readonly drawn: Drawn;
      /** When the first attempt left, by the server's clock, epoch ms. */
      readonly sentAt: number;
      /** What a sighting would be: a post, or an entry of the network's scheduler. */
      readonly kind: 'post' | 'scheduled';
    }
  /** Leave the whole account alone until then (epoch ms). */
  | { readonly tag: 'limit-account'; readonly until: number; readonly failure?: Cause | undefined }
  /** The account's token was refused: every delivery of it waits. */
  | { readonly tag: 'refuse-account'; readonly failure: Cause }
  | { readonly tag: 'notify'; readonly notice: Notice };

/** The outcome of one event. `refused` is set when a command was not obeyed; the record is then unchanged. */
export interface Outcome {
  readonly state: OutboxRecord;
  readonly effects: readonly Effect[];
  readonly refused: Failure | null;
}
