import { expect, it } from 'vitest';
import { playPoisonedRows } from '../torture/conservation/poisoned-rows.ts';

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'rows that cannot be read or stored keep back no others (%i)',
  async (seed) => {
    const { figures, violations } = await playPoisonedRows(seed);
    expect(violations).toEqual([]);
    expect(figures['rows missing']).toBe(0);
    expect(figures['rows in the store']).toBe(18);
  },
);
