import type { SimReply } from '../core/reply.ts';
import { creditsDepleted, refusal } from './failure.ts';
import { prices, type Price } from './settings.ts';
import type { PurseRow } from './rows.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;

/** The credit that calls are paid from (x §0, pay-per-use). */
export interface Purse {
  /** What is left, in thousandths of a dollar. */
  left(): number;
  spent(): number;
  set(left: number): void;
  /** Takes the price of a write; a reply when the credit does not cover it, and then nothing was done. */
  pay(price: Price, times?: number): SimReply | undefined;
  /** Takes the price of resources read; one already read on this UTC day is free. The last read may overdraw. */
  payReads(price: Price, ids: readonly string[]): void;
  /** Refuses a read when nothing is left. */
  check(): SimReply | undefined;
}

export function createPurse(world: World): Purse {
  const today = (): number => Math.floor(world.clock.now() / DAY);
  const row = (): PurseRow => {
    const known = world.purses.get('purse');
    if (known?.day === today()) return known;
    return world.purses.put({
      id: 'purse',
      left: known?.left ?? world.settings.credit,
      spent: known?.spent ?? 0,
      day: today(),
      paid: [],
    });
  };
  // x §0: HTTP 402, title CreditsDepleted, type …/problems/credits (exact body UNCONFIRMED)
  const depleted = (): SimReply => refusal(world.settings, creditsDepleted);
  return {
    left: () => row().left,
    spent: () => row().spent,
    set: (left) => void world.purses.put({ ...row(), left }),
    pay(price, times = 1) {
      const purse = row();
      const cost = prices[price] * times;
      if (purse.left < cost) return depleted();
      world.purses.put({ ...purse, left: purse.left - cost, spent: purse.spent + cost });
      return undefined;
    },
    payReads(price, ids) {
      const purse = row();
      const paid = new Set(purse.paid);
      const fresh = ids.filter((id) => !paid.has(id));
      if (fresh.length === 0) return;
      const cost = prices[price] * fresh.length;
      world.purses.put({
        ...purse,
        left: Math.max(0, purse.left - cost),
        spent: purse.spent + cost,
        paid: [...purse.paid, ...fresh],
      });
    },
    check: () => (row().left <= 0 ? depleted() : undefined),
  };
}
