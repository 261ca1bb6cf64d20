import { deliveryId } from '../../../src-shared/ids.ts';
import type { Act } from './plan.ts';
import type { RedButton } from './red-button.ts';
import type { Scene } from './scene.ts';
import { intentOf, revised } from './wanted.ts';

/** From now on: what is wanted, what else happens, and what goes wrong on the networks, each at its moment. */
export function beginStorm(scene: Scene, button: RedButton): void {
  const { plan, clock, page, servers, machine, trace, report } = scene;
  machine.startedAt = clock.now();
  const ids: string[] = [];
  plan.wishes.forEach((wish, index) =>
    clock.after(wish.at, () => {
      const intent = intentOf(scene, wish, index);
      ids[index] = intent.id;
      trace?.(
        `wants ${intent.id} ${wish.kind} ${wish.form?.name ?? ''} ${intent.targets.map(({ accountId }) => accountId).join(' ')}`,
      );
      page.write(intent);
    }),
  );
  for (const one of plan.acts)
    clock.after(one.at, () => void act(scene, button, one, (wish) => ids[wish] ?? '').catch(report));
  for (const { at, forMs, network, rule } of plan.faults)
    clock.after(at, () => {
      const faults = servers[network % servers.length]?.sim.control.faults;
      trace?.(`fault on ${String(network)} ${JSON.stringify(rule)}`);
      const id = faults?.set(rule);
      clock.after(forMs, () => {
        if (id !== undefined) faults?.clear(id);
      });
    });
}

async function act(
  scene: Scene,
  button: RedButton,
  one: Act,
  intentIdOf: (wish: number) => string,
): Promise<void> {
  const { clock, page, servers, held, machine, byHand, report, alive, tell } = scene;
  scene.trace?.(`act ${JSON.stringify(one)}`);
  switch (one.tag) {
    case 'cancel':
    case 'publish-now': {
      const known = page.intents.get(intentIdOf(one.wish));
      if (known === undefined) return;
      for (const { accountId } of known.intent.targets) {
        const id = deliveryId(known.intent.id, accountId);
        const of = { intentId: known.intent.id, accountId };
        if (one.tag === 'publish-now') page.release(of, clock.now());
        const answer = await tell(one.tag === 'cancel' ? 'outbox.cancel' : 'outbox.publishNow', {
          deliveryId: id,
        });
        if (one.tag === 'publish-now' && answer?.tag === 'err') page.release(of, null);
        // Said "now": it may leave before its hour.
        if (one.tag === 'publish-now' && answer?.tag !== 'err') byHand.add(id);
      }
      return;
    }
    case 'edit': {
      const known = page.intents.get(intentIdOf(one.wish));
      if (known?.intent.action.tag === 'publish') page.write(revised(known.intent, one.text));
      return;
    }
    case 'sleep':
      // A machine that is off does not fall asleep.
      if (alive() === null) return;
      await tell('suspend');
      clock.skip(one.ms);
      machine.sleptMs += one.ms;
      await tell('wake', one.ms);
      return;
    case 'jump':
      machine.jumped += one.ms;
      machine.worstJump = Math.max(machine.worstJump, Math.abs(machine.jumped));
      await tell('jump', one.ms);
      return;
    case 'revoke': {
      const of = held[one.account % held.length];
      await of?.sim.control.revoke(of.login.id);
      return;
    }
    case 'sign-in': {
      const of = held[one.account % held.length];
      if (of === undefined) return;
      // The server may be out of reach just then: the person lets it be.
      const secret = await of.signIn().catch(() => null);
      if (secret !== null) await tell('connect', { account: of.account, secret });
      return;
    }
    case 'freeze':
      await button.press();
      clock.after(one.forMs, () => void button.release().catch(report));
      return;
    case 'disk-full':
      machine.diskFull = true;
      await tell('disk', 'full');
      clock.after(one.forMs, () => {
        machine.diskFull = false;
        void tell('disk', 'ok');
      });
      return;
    case 'cut': {
      const { sim } = servers[one.network % servers.length] ?? { sim: null };
      if (sim !== null && 'cutConnections' in sim) (sim as { cutConnections(): void }).cutConnections();
      return;
    }
    case 'page-asleep':
      page.sleep(true);
      clock.after(one.forMs, () => page.sleep(false));
      return;
  }
}
