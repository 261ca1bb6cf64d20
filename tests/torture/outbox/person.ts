import { createRandom } from '../../../src-simulator/core/random.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Held } from './networks.ts';
import { isPost, isThis } from './oracle.ts';
import type { Scene } from './scene.ts';

/** Whoever sits before the interface: connects a refused account again, and deals with what is given back. */
export interface Person {
  /** Call it every few ms. */
  lookAtAccounts(): void;
  /** Answers whether anything was set going. Half of it is left as it is. */
  dealWith(asked: readonly Delivery[]): Promise<boolean>;
  /** Doubts that were decided. */
  decided(): number;
}

export function createPerson(scene: Scene): Person {
  const { plan, clock, page, held, byHand, trace, report, tell } = scene;
  const random = createRandom(plan.personSeed);
  const signingIn = new Set<string>();
  let decided = 0;

  const signIn = async (one: Held): Promise<void> => {
    // The server may be out of reach just then: the person comes back.
    let secret: Awaited<ReturnType<Held['signIn']>> | null = null;
    for (let tries = 0; secret === null && tries < 200; tries += 1) {
      secret = await one.signIn().catch(() => null);
      if (secret === null) await clock.wait(5_000);
    }
    if (secret === null) throw new Error('nobody could sign in again');
    // A sign-in that the app could not keep is made again.
    for (let tries = 0; tries < 50; tries += 1) {
      const kept = await tell('connect', { account: one.account, secret });
      if (kept?.tag === 'ok') break;
      await clock.wait(2_000);
    }
    signingIn.delete(one.account.id);
  };

  /** What a person says who looks at the network's own page. */
  const lookAndDecide = async (delivery: Delivery) => {
    const one = held.find(({ account }) => account.id === delivery.accountId);
    if (one === undefined) throw new Error('nobody knows the account');
    const { posts } = await one.read();
    const taken = new Set(
      [...page.deliveries.values()].flatMap(({ remoteId, parts }) => [
        remoteId,
        ...parts.map((part) => part.remoteId),
      ]),
    );
    const found = isPost(delivery)
      ? posts.find((post) => isThis(post, delivery, posts) && !taken.has(post.id))
      : undefined;
    decided += 1;
    if (found !== undefined) return { tag: 'this-one', remoteId: found.id, url: null };
    return { tag: random.chance(0.7) ? 'send-again' : 'abandon' };
  };

  return {
    lookAtAccounts: () => {
      for (const one of held) {
        const health = page.accounts.get(one.account.id)?.health.tag;
        if ((health !== 'refused' && health !== 'locked') || signingIn.has(one.account.id)) continue;
        signingIn.add(one.account.id);
        const planned = plan.acts.find(
          (each) => each.tag === 'revoke' && held[each.account % held.length] === one,
        );
        const afterMs = planned?.tag === 'revoke' ? planned.signInAfterMs : 20_000;
        clock.after(afterMs, () => void signIn(one).catch(report));
      }
    },
    dealWith: async (asked) => {
      let changed = false;
      for (const delivery of asked) {
        if (!random.chance(0.5)) continue;
        byHand.add(delivery.id);
        const isDoubt = delivery.state === 'needs-decision';
        const decision = isDoubt ? await lookAndDecide(delivery) : null;
        const answer = isDoubt
          ? await tell('outbox.decide', { deliveryId: delivery.id, decision })
          : await tell('outbox.retry', { deliveryId: delivery.id });
        changed ||= answer?.tag === 'ok';
        trace?.(`by hand: ${JSON.stringify(decision ?? 'retry')} ${delivery.id}`);
      }
      return changed;
    },
    decided: () => decided,
  };
}
