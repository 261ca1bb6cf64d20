import type { Row } from '../row.ts';
import { twoInstances } from './r12-two-instances.ts';
import { outboxStorm } from './r1-outbox-storm.ts';
import { realNetwork } from './bsky-real-network.ts';
import { film } from './film.ts';
import { clocks } from './r13-clocks.ts';
import { zones } from './r14-zones.ts';
import { asleep } from './r15-asleep.ts';
import { archives } from './r17-archives.ts';
import { appKills } from './r2-app-kills.ts';
import { cuts } from './r3-cuts.ts';
import { replyLost } from './r4-reply-lost.ts';
import { conservation } from './r5-conservation.ts';
import { damage } from './r6-damage.ts';
import { fullDisk } from './r7-full-disk.ts';
import { damagedStore } from './r8-damaged-store.ts';
import { keystrokes } from './r9-keystrokes.ts';
import { sixNetworks } from './net-six-networks.ts';

/** Every campaign there is, in the order in which they run. */
export const rows: readonly Row[] = [
  twoInstances,
  outboxStorm,
  appKills,
  cuts,
  replyLost,
  conservation,
  damage,
  fullDisk,
  damagedStore,
  keystrokes,
  clocks,
  zones,
  asleep,
  realNetwork,
  archives,
  sixNetworks,
  film,
];
