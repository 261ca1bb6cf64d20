import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { classes, type FaultClass } from './classes.ts';

export const networks = [
  'bluesky',
  'mastodon',
  'facebook',
  'instagram',
  'linkedin',
  'twitter',
] as const satisfies readonly NetworkId[];
export type Network = (typeof networks)[number];

/** One network under one kind of fault. */
export interface Cell {
  readonly network: Network;
  readonly fault: FaultClass;
}

/** Networks that are played: one alone, or all. */
export const networksOf = (only: string | null): readonly Network[] =>
  networks.filter((network) => only === null || network === only);

/** Every network with every kind of fault that it has. */
export const cellsOf = (only: string | null): readonly Cell[] => {
  const played = networksOf(only);
  // Neighbours differ in both, so that a few seeds already show something of every network and of many kinds.
  return Array.from({ length: classes.length * played.length }, (_, index): readonly Cell[] => {
    const [lap, place] = [Math.floor(index / played.length), index % played.length];
    const network = played[place];
    const fault = classes[(lap + place * 7) % classes.length];
    return network === undefined || fault === undefined || fault.without?.includes(network)
      ? []
      : [{ network, fault }];
  }).flat();
};

/** Seeds go round the cells: each lap plays every cell once. Null: no such network. */
export const cellOf = (seed: number, cells: readonly Cell[]): Cell | null =>
  cells[(seed - 1) % cells.length] ?? null;
