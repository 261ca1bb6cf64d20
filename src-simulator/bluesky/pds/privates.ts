import type { StateStore } from '../../core/state.ts';
import type { Json } from '../protocol/json.ts';

export type Mute = {
  readonly subject: string;
  readonly at: number;
  readonly onlyReposts: boolean;
  readonly onlyQuoteposts: boolean;
};

/** What an account keeps to itself: it is in no repository and nobody else sees it. */
type PrivateRow = {
  /** The account's DID. */
  readonly id: string;
  readonly mutes: readonly Mute[];
  /** Roots of muted threads. */
  readonly threadMutes: readonly string[];
  readonly preferences: readonly Json[];
  /** Epoch ms up to which notifications were seen. */
  readonly seenAt: number | null;
};

export interface Privates {
  mutes(did: string): readonly Mute[];
  /** Muted in full, not only for reposts or quotes. */
  isMuted(did: string, subject: string): boolean;
  mute(did: string, mute: Mute): void;
  unmute(did: string, subject: string): void;
  isThreadMuted(did: string, root: string): boolean;
  muteThread(did: string, root: string, muted: boolean): void;
  preferences(did: string): readonly Json[];
  setPreferences(did: string, preferences: readonly Json[]): void;
  seenAt(did: string): number | null;
  setSeenAt(did: string, at: number): void;
}

export const mutesAll = (mute: Mute): boolean => !mute.onlyReposts && !mute.onlyQuoteposts;

export function createPrivates(state: StateStore): Privates {
  const table = state.table<PrivateRow>('privates');
  const of = (did: string): PrivateRow =>
    table.get(did) ?? { id: did, mutes: [], threadMutes: [], preferences: [], seenAt: null };
  const others = (did: string, subject: string): readonly Mute[] =>
    of(did).mutes.filter((mute) => mute.subject !== subject);
  return {
    mutes: (did) => of(did).mutes,
    isMuted: (did, subject) => of(did).mutes.some((mute) => mute.subject === subject && mutesAll(mute)),
    mute: (did, mute) => void table.put({ ...of(did), mutes: [...others(did, mute.subject), mute] }),
    unmute: (did, subject) => void table.put({ ...of(did), mutes: others(did, subject) }),
    isThreadMuted: (did, root) => of(did).threadMutes.includes(root),
    muteThread(did, root, muted) {
      const rest = of(did).threadMutes.filter((other) => other !== root);
      table.put({ ...of(did), threadMutes: muted ? [...rest, root] : rest });
    },
    preferences: (did) => of(did).preferences,
    setPreferences: (did, preferences) => void table.put({ ...of(did), preferences }),
    seenAt: (did) => of(did).seenAt,
    setSeenAt: (did, at) => void table.put({ ...of(did), seenAt: at }),
  };
}
