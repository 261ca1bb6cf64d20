import { create } from 'zustand';

/** Where the reader is in the deck. Never records. */
export interface InboxState {
  /** The column that keys act in; null: the first. */
  readonly column: string | null;
  /** The selected message of each column. */
  readonly selected: Readonly<Record<string, string | null>>;
  /** Grows when the keyboard asks for the reply field of the open conversation. */
  readonly replyWanted: number;
  /** Width of the side panel, px. */
  readonly panelWidth: number;
  /** The first column has been on the screen since the start. */
  readonly hasBegun: boolean;
  focusColumn(column: string): void;
  select(column: string, message: string | null): void;
  wantReply(): void;
  widenPanel(width: number): void;
  begin(): void;
}

export const useInbox = create<InboxState>((set) => ({
  column: null,
  selected: {},
  replyWanted: 0,
  panelWidth: 400,
  hasBegun: false,
  focusColumn: (column) => set((state) => (state.column === column ? state : { column })),
  select: (column, message) => set((state) => ({ selected: { ...state.selected, [column]: message } })),
  wantReply: () => set((state) => ({ replyWanted: state.replyWanted + 1 })),
  widenPanel: (panelWidth) => set({ panelWidth }),
  begin: () => set((state) => (state.hasBegun ? state : { hasBegun: true })),
}));
