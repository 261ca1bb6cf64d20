import { create } from 'zustand';
import type { Settings } from '../../src-shared/bridge/app.ts';
import type { Status } from '../../src-shared/bridge/status.ts';
import { countOf, type Returned } from '../store/second-copy.ts';

/** What main says about the world, as it last said it. */
export interface Live {
  readonly status: Status;
  readonly settings: Settings | null;
  /** Rows that people wrote and that came back from the second copy at this start; none nearly always. */
  readonly returned: Returned;
  /** Whether the store had come up empty; otherwise it had lost some of what was written last. */
  readonly wasBlank: boolean;
  setStatus(status: Status): void;
  setSettings(settings: Settings): void;
  setReturned(returned: Returned, wasBlank: boolean): void;
}

/** How many rows came back; 0 nearly always. */
export const restoredRows = ({ returned }: Pick<Live, 'returned'>): number => countOf(returned);

export const useLiveStatus = create<Live>((set) => ({
  status: {
    connectivity: { tag: 'unknown', since: 0 },
    lastSyncAt: null,
    syncing: false,
    disk: 'ok',
    room: { free: null, wanted: null },
  },
  settings: null,
  returned: {},
  wasBlank: false,
  setStatus: (status) => set({ status }),
  setSettings: (settings) => set({ settings }),
  setReturned: (returned, wasBlank) => set({ returned, wasBlank }),
}));
