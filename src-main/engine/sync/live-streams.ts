import { offers } from '../../../src-shared/networks/manifest.ts';
import { ok } from '../../../src-shared/result.ts';
import type { SyncDeps } from '../sync-runner.ts';
import type { Fetching } from './fetching.ts';
import { isUsable, nudge, type Followed } from './followed.ts';

/** What a network tells by itself, where it does: one stream an account, opened again when it ends. */
export interface LiveStreams {
  open(one: Followed): void;
  close(one: Followed): void;
}

export function createLiveStreams(
  deps: Pick<SyncDeps, 'clock' | 'use' | 'random' | 'log' | 'synced'> & {
    readonly keep: Fetching['keep'];
    /** No stream is opened now. */
    readonly isPaused: () => boolean;
    /** Feeds want to be looked at. */
    readonly next: () => void;
  },
): LiveStreams {
  const { clock, log, isPaused } = deps;

  const open = (one: Followed): void => {
    if (isPaused() || one.closeStream !== null || !offers(one.account.manifest, 'stream')) return;
    if (!isUsable(one.account)) return;
    const closed = (): void => {
      one.live = false;
      one.closeStream = null;
      one.streamFailures += 1;
      if (one.abort.signal.aborted || isPaused()) return;
      const wait =
        Math.min(2_000 * 2 ** Math.min(one.streamFailures, 8), 5 * 60_000) * (0.75 + deps.random() / 2);
      one.streamTimer = clock.after(wait, () => open(one));
    };
    // Marked as open before the answer comes, so that two streams can never be asked for.
    one.closeStream = () => undefined;
    void deps
      .use(one.account.id, one.abort.signal, (connector, ctx) => {
        if (!connector.listen) return Promise.resolve(ok(null));
        one.closeStream = connector.listen(ctx, {
          open: () => {
            one.live = true;
            one.streamFailures = 0;
            // Nothing is replayed by the network: whatever came while no stream was open is fetched.
            nudge(one, clock.now());
            deps.next();
          },
          items: (items) => {
            void deps.keep(one.account, items, []).then(() => deps.synced(one.account.id, clock.now()));
          },
          closed: (reason) => {
            log.info('sync.stream-closed', { account: one.account.id, tag: reason.tag });
            closed();
          },
        });
        return Promise.resolve(ok(null));
      })
      .then((started) => {
        if (started.tag === 'err') closed();
      });
  };

  return {
    open,
    close: (one) => {
      one.streamTimer?.();
      one.streamTimer = null;
      one.closeStream?.();
      one.closeStream = null;
      one.live = false;
    },
  };
}
