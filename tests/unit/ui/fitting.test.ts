import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutRoom, type Fitted } from '../../../src-renderer/ui/frame/fitting.ts';

const item = (id: string, width: number, rank: number): Fitted => ({ id, width, rank });

describe('a row that is too short', () => {
  it('hides nothing while there is room, and needs none for a menu then', () => {
    expect(withoutRoom([item('a', 50, 1), item('b', 50, 1)], 100, 90)).toEqual(new Set());
  });

  it('hides the least grave, the last of equals first, and never the gravest', () => {
    const items = [item('online', 60, 5), item('a', 60, 1), item('b', 60, 1), item('bad', 60, 4)];
    expect([...withoutRoom(items, 230, 40)]).toEqual(['b']);
    expect([...withoutRoom(items, 210, 40)]).toEqual(['b', 'a']);
    expect([...withoutRoom(items, 10, 40)]).toEqual(['b', 'a', 'bad']);
  });

  it('shows no more than there is room for, and hides nothing graver than what it shows', () => {
    const rows = fc.array(fc.record({ width: fc.nat(300), rank: fc.nat(5) }), {
      minLength: 1,
      maxLength: 14,
    });
    fc.assert(
      fc.property(rows, fc.nat(1_600), (given, room) => {
        const items = given.map((one, index) => ({ ...one, id: String(index) }));
        const hidden = withoutRoom(items, room, 80);
        const shown = items.filter(({ id }) => !hidden.has(id));
        const taken = shown.reduce((sum, { width }) => sum + width, hidden.size > 0 ? 80 : 0);
        if (shown.length > 1) expect(taken).toBeLessThanOrEqual(room);
        const least = Math.min(...shown.map(({ rank }) => rank));
        for (const { id, rank } of items) if (hidden.has(id)) expect(rank).toBeLessThanOrEqual(least);
      }),
    );
  });
});
