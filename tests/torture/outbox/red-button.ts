import type { BrakesState } from '../../../src-shared/bridge/brakes.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { isAtRest } from './oracle.ts';
import type { Scene } from './scene.ts';

/** Stops everything that speaks, and lets it go again. */
export interface RedButton {
  press(): Promise<void>;
  /** Ends every freeze, however often it takes, and lets go of what was left behind. */
  release(): Promise<void>;
  /** From the answer to the button to the word that ends it, epoch ms. */
  readonly freezes: readonly { readonly from: number; readonly to: number }[];
}

export function createRedButton({ clock, page, tell }: Scene): RedButton {
  const freezes: { from: number; to: number }[] = [];
  return {
    freezes,
    press: async () => {
      const order = { scope: null, by: 'Léa', why: '', endsAt: null, openAccounts: [], repliesOpen: false };
      const answer = await tell('brakes.freeze', order);
      if (answer?.tag === 'ok') freezes.push({ from: clock.now(), to: Infinity });
    },
    release: async () => {
      for (const freeze of freezes) freeze.to = Math.min(freeze.to, clock.now());
      for (let tries = 0; tries < 200; tries += 1) {
        const state = (await tell('brakes.state')) as Result<BrakesState, Failure> | null;
        if (state?.tag === 'ok') {
          const choices = [...page.deliveries.values()]
            .filter((delivery) => !isAtRest(delivery))
            .map(({ id }) => ({ deliveryId: id, choice: { tag: 'release' } }));
          const active = state.value.freezes.filter(({ ended }) => ended === null);
          for (const { id } of active) await tell('brakes.resume', { id, by: 'Léa', choices, spacingMs: 0 });
          const left = [...page.deliveries.values()].filter((delivery) => delivery.state === 'frozen');
          for (const { id } of left) await tell('brakes.release', { deliveryId: id });
          if (active.length === 0 && left.length === 0) return;
        }
        await clock.wait(3_000);
      }
    },
  };
}
