import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateStore } from '../core/state.ts';
import { createAppIndex, type AppIndex } from './appview/index.ts';
import { createConversations, type Conversations } from './chat/conversations.ts';
import { createAccounts, type Accounts } from './pds/accounts.ts';
import { createBlobs, type Blobs } from './pds/blobs.ts';
import { createPoints, realLimits, type Limits, type Points } from './pds/points.ts';
import { createPrivates, type Privates } from './pds/privates.ts';
import { createRepositories, type Repositories } from './pds/repositories.ts';
import { createSessions, type Sessions } from './pds/sessions.ts';
import { crowdAccount } from './training/crowd.ts';
import { createSeries, type Series } from './training/series.ts';

/** What a test may set while the simulator runs. */
export interface Settings {
  /** How long the app-view needs to see a write, ms. */
  indexDelayMs: number;
  limits: Limits;
}

export type Report = {
  readonly id: string;
  readonly by: string;
  readonly reasonType: string;
  readonly reason: string | null;
  readonly subject: string;
  readonly at: number;
};

/** Everything behind the simulated server: rebuilt from its state at each start. */
export type World = {
  readonly clock: SimClock;
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly repositories: Repositories;
  readonly blobs: Blobs;
  readonly privates: Privates;
  readonly points: Points;
  readonly index: AppIndex;
  readonly chat: Conversations;
  readonly series: Series;
  readonly state: StateStore;
};

export const defaultSettings = (): Settings => ({ indexDelayMs: 0, limits: realLimits });

export function createWorld(deps: {
  readonly state: StateStore;
  readonly files: BlobStore;
  readonly clock: SimClock;
  readonly settings: Settings;
}): World {
  const { state, clock, settings } = deps;
  const accounts = createAccounts(state, crowdAccount);
  const repositories = createRepositories({ state, clock, indexDelay: () => settings.indexDelayMs });
  const series = createSeries(state);
  return {
    clock,
    settings,
    accounts,
    sessions: createSessions({ state, clock, generation: (did) => accounts.byDid(did)?.generation ?? 0 }),
    repositories,
    blobs: createBlobs({ state, files: deps.files, clock }),
    privates: createPrivates(state),
    points: createPoints(clock),
    index: createAppIndex(repositories, series),
    chat: createConversations({ state, clock }),
    series,
    state,
  };
}
