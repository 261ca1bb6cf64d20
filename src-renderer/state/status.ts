import { create } from 'zustand';
import type { Settings } from '../../src-shared/bridge/app.ts';
import type { Status } from '../../src-shared/bridge/status.ts';
import type { Returned } from '../store/second-copy.ts';

/** What main says about the world, as it last said it. */
export interface Live {
  readonly status: Status;
  readonly settings: Settings | null;
  /** How many rows that people wrote came back from the second copy at this start; 0 nearly always. */
  readonly restored: number;
  /** Of those, the ones that filled an empty store, by what they are. */
  readonly returned: Returned;
  setStatus(status: Status): void;
  setSettings(settings: Settings): void;
  setRestored(rows: number, returned: Returned): void;
}

export const useLiveStatus = create<Live>((set) => ({
  status: { connectivity: { tag: 'unknown', since: 0 }, lastSyncAt: null, syncing: false, disk: 'ok' },
  settings: null,
  restored: 0,
  returned: {},
  setStatus: (status) => set({ status }),
  setSettings: (settings) => set({ settings }),
  setRestored: (restored, returned) => set({ restored, returned }),
}));
