import { accounts } from './accounts.ts';
import { app } from './app.ts';
import { authored } from './authored.ts';
import { brakes } from './brakes.ts';
import { byHand } from './by-hand.ts';
import { departure } from './departure.ts';
import { diagnostics } from './diagnostics.ts';
import { media } from './media.ts';
import { outbox } from './outbox.ts';
import { safety } from './safety.ts';
import { status } from './status.ts';
import { streams } from './streams.ts';
import { sync } from './sync.ts';
import { training } from './training.ts';
import type { Client, Namespace } from './types.ts';

/** The whole bridge. A name given twice is a compile error: these are keys of one literal. */
export const contract = {
  accounts,
  app,
  authored,
  brakes,
  byHand,
  departure,
  diagnostics,
  media,
  outbox,
  safety,
  status,
  streams,
  sync,
  training,
} as const satisfies Readonly<Record<string, Namespace>>;

export type Contract = typeof contract;
export type BridgeClient = Client<Contract>;
