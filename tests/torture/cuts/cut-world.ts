import { failure } from '../../../src-shared/errors.ts';
import type { WorldNetwork } from '../../fixtures/world-networks.ts';
import { err } from '../../../src-shared/result.ts';
import { createOutboxWorld, type OutboxWorld } from '../../fixtures/outbox-world.ts';
import { createCuts, type Cuts } from './cuts.ts';
import { gatedFiles } from './gated-files.ts';
import { startRelay } from './relay.ts';

/** An outbox whose every step to the disk, the keychain, the media and the network can be cut. */
export interface CutWorld {
  readonly w: OutboxWorld;
  readonly cuts: Cuts;
  close(): Promise<void>;
}

/** What was sent late arrives after this long. */
const lateMs = 90_000;

export async function createCutWorld(network: WorldNetwork): Promise<CutWorld> {
  let made: OutboxWorld | null = null;
  const cuts = createCuts(() => made?.kill());
  const relay = await startRelay(cuts, (task) => void made?.clock.after(lateMs, task));
  const w = await createOutboxWorld(network, {
    origin: (baseUrl) => {
      relay.to(baseUrl);
      return relay.origin;
    },
    vault: (real) => ({
      ...real,
      read: async (account) =>
        (await cuts.pass('keychain')) ? real.read(account) : err(failure('keychain-unavailable')),
    }),
    media: () => cuts.pass('media'),
    files: () => gatedFiles(cuts),
  });
  made = w;
  return {
    w,
    cuts,
    close: async () => {
      cuts.plan({ tag: 'none' });
      await w.close();
      await relay.close();
    },
  };
}
