import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import type { BrakesState } from '../../../src-shared/bridge/brakes.ts';
import { emptyContent, type Content, type PostMedia } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Action, Intent } from '../../../src-shared/domain/intent.ts';
import type { Opening } from '../../../src-main/journal/open-journal.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { deliveryId, intentIdSchema, mediaHashSchema, workspaceIdSchema } from '../../../src-shared/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createRandom } from '../../../src-simulator/core/random.ts';
import type { Played } from '../row.ts';
import { damageJournal } from './damage.ts';
import { EngineDied, type Engine, type EngineHost, type OpenEngine } from './engine-host.ts';
import { openHttp, standingOf, startServer, type Held, type Server } from './networks.ts';
import { isAtRest, isPost, isThis, judge, said, type Evidence } from './oracle.ts';
import { createPage } from './page.ts';
import type { Act, Kill, Plan, PlannedWish } from './plan.ts';
import { createStormClock } from './storm-clock.ts';

const workspaceId = v.parse(workspaceIdSchema, '01JTORTUREAAAAAAAAAAAAAAAA');
/** Shared time runs so many times as fast as the machine's, and skips what is idle. */
const rate = 20;
/** Of the machine's: so long without anything happening counts as idle. */
const idleMs = 8;
const restHours = 6;

/** Plays one plan with real processes, and judges it. */
export async function play(plan: Plan, host: EngineHost): Promise<Played> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'vigie-torture-'));
  const clock = createStormClock(plan.start, rate);
  const http = openHttp();
  const servers: Server[] = [];
  try {
    for (const network of plan.networks)
      servers.push(
        await startServer(network, { clock, seed: plan.seed, http, workspaceId, flavour: plan.flavour }),
      );
    return await storm(plan, host, { folder, clock, servers });
  } finally {
    clock.stop();
    await Promise.all(servers.map(({ sim }) => sim.close()));
    await http.close();
    if (process.env['TORTURE_KEEP'] === undefined) fs.rmSync(folder, { recursive: true, force: true });
    else console.log(`kept ${folder}`);
  }
}

interface Place {
  readonly folder: string;
  readonly clock: ReturnType<typeof createStormClock>;
  readonly servers: readonly Server[];
}

async function storm(plan: Plan, host: EngineHost, { folder, clock, servers }: Place): Promise<Played> {
  const held = withoutPromises(
    servers.flatMap(({ accounts }) => accounts),
    plan.withoutPromises,
  );
  const page = createPage(clock, `store-${String(plan.seed)}`);
  const person = createRandom(plan.personSeed);
  const violations: string[] = [];
  const byHand = new Set<string>();
  let startedAt = clock.now();
  const began = performance.now();
  let engine = null as Engine | null;
  let jumped = 0;
  let worstJump = 0;
  let sleptMs = 0;
  let downMs = 0;
  let diskFull = false;
  let kills = 0;
  let damaged = 0;
  let isDamaged = false;
  let twins = 0;
  let contested = 0;
  let decided = 0;
  const report = (error: unknown): void => void violations.push(`harness: ${String(error)}`);
  let busySince = performance.now();
  const trace =
    process.env['TORTURE_TRACE'] === undefined
      ? null
      : (line: string): void =>
          console.log(
            `     ${((clock.now() - startedAt) / 1000).toFixed(1)} s (${((performance.now() - began) / 1000).toFixed(2)})  ${line}`,
          );

  const alive = (): Engine | null => (engine !== null && !engine.isDead() ? engine : null);
  const tell = async (call: string, args: unknown = null): Promise<Result<unknown, Failure> | null> => {
    try {
      return (await alive()?.call(call, args)) as Result<unknown, Failure>;
    } catch (error) {
      if (error instanceof EngineDied) return null;
      throw error;
    }
  };

  // ── what is wanted ────────────────────────────────────────────────────────────────────────────────────────────────
  const intentIds: string[] = [];
  const intentOf = (wish: PlannedWish, index: number): Intent => {
    const targets = [...new Set(wish.accounts.map((n) => held[n % held.length]))].filter(
      (one) => one !== undefined,
    );
    const [first] = targets;
    if (first === undefined) throw new Error('no account');
    const now = clock.now() + jumped;
    const content: Content =
      wish.kind === 'publish' || wish.kind === 'reply'
        ? {
            ...emptyContent,
            text: wish.text,
            media: Array.from({ length: wish.media }, (_, n) => medium(folder, n)),
          }
        : emptyContent;
    const dueAt = clock.now() + (wish.when.tag === 'in' ? wish.when.ms : 0);
    const wall = momentOf(wallOf(dueAt, plan.zone), plan.zone).moment;
    return {
      id: v.parse(
        intentIdSchema,
        `01JSTORM${String(plan.seed % 1_000_000).padStart(8, '0')}${String(index).padStart(10, '0')}`,
      ),
      workspaceId,
      revision: 1,
      postId: null,
      action: actionOf(wish, first),
      targets: (wish.kind === 'publish' ? targets : [first]).map(({ account }) => ({
        accountId: account.id,
        content,
        hash: hashOf(content),
      })),
      when:
        wish.when.tag === 'now'
          ? { tag: 'now', graceMs: wish.when.graceMs }
          : { tag: 'at', moment: { ...wall, dueAt }, toleranceMs: wish.when.toleranceMs },
      executor: wish.native ? 'native' : 'machine',
      createdAt: now,
    };
  };
  // ── the red button ────────────────────────────────────────────────────────────────────────────────────────────────
  const freezes: { from: number; to: number }[] = [];
  /** Ends every freeze, however often it takes, and lets go of what was left behind. */
  const thaw = async (): Promise<void> => {
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
  };

  // ── what happens meanwhile ────────────────────────────────────────────────────────────────────────────────────────
  const act = async (one: Act): Promise<void> => {
    trace?.(`act ${JSON.stringify(one)}`);
    switch (one.tag) {
      case 'cancel':
      case 'publish-now': {
        const known = page.intents.get(intentIds[one.wish] ?? '');
        for (const { accountId } of known?.intent.targets ?? []) {
          const id = deliveryId((known as { intent: Intent }).intent.id, accountId);
          const answer = await tell(one.tag === 'cancel' ? 'outbox.cancel' : 'outbox.publishNow', {
            deliveryId: id,
          });
          // Said "now": it may leave before its hour.
          if (one.tag === 'publish-now' && answer?.tag !== 'err') byHand.add(id);
        }
        return;
      }
      case 'edit': {
        const known = page.intents.get(intentIds[one.wish] ?? '');
        if (known === undefined || known.intent.action.tag !== 'publish') return;
        const { intent } = known;
        page.write({
          ...intent,
          revision: intent.revision + 1,
          targets: intent.targets.map(({ accountId, content }) => {
            const next = { ...content, text: one.text };
            return { accountId, content: next, hash: hashOf(next) };
          }),
        });
        return;
      }
      case 'sleep':
        // A machine that is off does not fall asleep.
        if (alive() === null) return;
        await tell('suspend');
        clock.skip(one.ms);
        sleptMs += one.ms;
        await tell('wake', one.ms);
        return;
      case 'jump':
        jumped += one.ms;
        worstJump = Math.max(worstJump, Math.abs(jumped));
        await tell('jump', one.ms);
        return;
      case 'revoke': {
        const one_ = held[one.account % held.length];
        await one_?.sim.control.revoke(one_.login.id);
        return;
      }
      case 'freeze': {
        const order = { scope: null, by: 'Léa', why: '', endsAt: null, openAccounts: [], repliesOpen: false };
        const answer = await tell('brakes.freeze', order);
        if (answer?.tag === 'ok') freezes.push({ from: clock.now(), to: Infinity });
        clock.after(one.forMs, () => void thaw().catch(report));
        return;
      }
      case 'disk-full':
        diskFull = true;
        await tell('disk', 'full');
        clock.after(one.forMs, () => {
          diskFull = false;
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
  };
  const beginStorm = (): void => {
    startedAt = clock.now();
    plan.wishes.forEach((wish, index) =>
      clock.after(wish.at, () => {
        const intent = intentOf(wish, index);
        intentIds[index] = intent.id;
        trace?.(
          `wants ${intent.id} ${wish.kind} ${intent.targets.map(({ accountId }) => accountId).join(' ')}`,
        );
        page.write(intent);
      }),
    );
    for (const one of plan.acts) clock.after(one.at, () => void act(one).catch(report));
    for (const { at, forMs, network, rule } of plan.faults)
      clock.after(at, () => {
        const faults = servers[network % servers.length]?.sim.control.faults;
        trace?.(`fault on ${String(network)} ${JSON.stringify(rule)}`);
        const id = faults?.set(rule);
        clock.after(forMs, () => {
          if (id !== undefined) faults?.clear(id);
        });
      });
  };

  // ── the servers' eye ──────────────────────────────────────────────────────────────────────────────────────────────
  let requests = 0;
  let effects = 0;
  let watchers: (() => void)[] = [];
  const seen = new Map<string, number>();
  const unwatch = servers.map(({ sim, network }) =>
    sim.control.ledger.watch((entry) => {
      busySince = performance.now();
      const key = `${network} ${String(entry.seq)}`;
      const before = seen.get(key);
      if (before === undefined) requests += 1;
      effects += entry.effects.length - (before ?? 0);
      seen.set(key, entry.effects.length);
      for (const watcher of watchers) watcher();
    }),
  );

  // ── the person, who connects a refused account again ─────────────────────────────────────────────────────────────
  const signingIn = new Set<string>();
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
  const lookAtAccounts = (): void => {
    for (const one of held) {
      const health = page.accounts.get(one.account.id)?.health.tag;
      if ((health !== 'refused' && health !== 'locked') || signingIn.has(one.account.id)) continue;
      signingIn.add(one.account.id);
      const planned = plan.acts.find(
        (each) => each.tag === 'revoke' && held[each.account % held.length] === one,
      );
      clock.after(
        planned?.tag === 'revoke' ? planned.signInAfterMs : 20_000,
        () => void signIn(one).catch(report),
      );
    }
  };

  // ── time ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  let warping = false;
  const mayWarp = { value: false };
  const warp = async (): Promise<void> => {
    const target = alive();
    if (!mayWarp.value || target === null || warping) return;
    if (performance.now() - busySince < idleMs || clock.quietMs() < idleMs || page.busy()) return;
    warping = true;
    try {
      const paused = (await target.call('pause')) as { value: { nextMs: number | null; quietMs: number } };
      const { nextMs, quietMs } = paused.value;
      const step = Math.min(nextMs ?? Infinity, clock.nextDue() - clock.now(), 30_000);
      const far = quietMs >= idleMs && step > rate && mayWarp.value ? Math.floor(step) : 0;
      // In this order, and nothing of the engine's in between: see `storm-clock.ts`.
      if (far > 0) clock.skip(far);
      await target.call('go', far);
    } catch (error) {
      if (!(error instanceof EngineDied)) throw error;
    } finally {
      warping = false;
    }
  };
  const heart = setInterval(() => {
    lookAtAccounts();
    void warp().catch(report);
  }, 2);

  // ── lives ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  const openArgs = (dieAtStep: number | null): OpenEngine => ({
    folder,
    time: clock.base,
    skipped: clock.skipped(),
    jumped,
    dieAtStep,
    diskFull,
    withSync: plan.withSync,
  });
  /** Whether it opened; null: it died. */
  const openOne = async (one: Engine, dieAtStep: number | null): Promise<boolean | null> => {
    one.onEvent((event) => {
      if (event.event === 'crash') violations.push(`the engine threw: ${event.what}`);
      if (event.event === 'notice') trace?.(`notice ${event.notice} ${event.delivery}`);
    });
    try {
      const opened = (await one.call('open', openArgs(dieAtStep))) as Result<{ opening: Opening }, Failure>;
      trace?.(`opened ${JSON.stringify(opened)}`);
      const opening = opened.tag === 'ok' ? opened.value.opening.tag : null;
      if (opening === 'set-aside' && !isDamaged)
        violations.push('a journal was given up that nobody had damaged');
      if (opening !== null) isDamaged = false;
      return opened.tag === 'ok';
    } catch (error) {
      if (error instanceof EngineDied) return null;
      throw error;
    }
  };
  const begin = async (kill: Kill | null, two: boolean): Promise<Engine | null> => {
    const dieAtStep = kill?.trigger.tag === 'step' ? kill.trigger.count : null;
    for (let tries = 0; tries < 40; tries += 1) {
      const ours = await Promise.all(two && tries === 0 ? [host.take(), host.take()] : [host.take()]);
      if (ours.length > 1) twins += 1;
      const before = clock.skipped();
      const opened = await Promise.all(ours.map((one) => openOne(one, dieAtStep)));
      if (clock.skipped() !== before) throw new Error('time was moved while an engine opened');
      if (opened.filter((how) => how === true).length > 1) violations.push('two engines run on one folder');
      for (const [index, one] of ours.entries()) if (opened[index] !== true) one.kill();
      await Promise.all(ours.filter((_, index) => opened[index] !== true).map(({ dead }) => dead));
      const winner = ours[opened.indexOf(true)];
      if (winner !== undefined) return winner;
      if (opened.includes(null)) return null;
      // The disk may be full, or another had it open: the person starts it again.
      clock.skip(5_000);
    }
    throw new Error('no engine opened');
  };

  /** Another instance on the folder of one that lives. */
  const challenge = async (holder: Engine, n: number): Promise<void> => {
    await clock.wait(n * 3_000);
    if (holder.isDead()) return;
    const one = await host.take();
    contested += 1;
    // Whoever died meanwhile leaves the folder to the next: that is no fault.
    const opened = await openOne(one, null);
    if (opened === true && !holder.isDead())
      violations.push('a second engine opened the folder of one that lives');
    one.kill();
    await one.dead;
  };

  const waitFor = (holds: () => boolean, machineMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const deadline = performance.now() + machineMs;
      const poll = setInterval(() => {
        if (!holds() && performance.now() < deadline) return;
        clearInterval(poll);
        resolve(holds());
      }, 2);
    });

  const live = async (kill: Kill | null, two: boolean): Promise<void> => {
    const since = { requests, effects };
    const opening = performance.now();
    const begun = begin(kill, two);
    const next = await begun;
    if (next === null) return;
    engine = next;
    page.attach(next, plan.contest !== null);
    for (let n = 0; n < (plan.contest?.challengers ?? 0); n += 1) void challenge(next, n).catch(report);
    if (jumped !== 0) trace?.(`clock is wrong by ${String(jumped)}`);
    mayWarp.value = true;
    if (kill === null) return;
    const { trigger } = kill;
    const die = (): void => {
      watchers = [];
      mayWarp.value = false;
      next.kill();
    };
    watchers = [
      () => {
        if (trigger.tag === 'request' && requests - since.requests >= trigger.count) die();
        if (trigger.tag === 'effect' && effects - since.effects >= trigger.count) die();
      },
    ];
    const lifeEnds = clock.now() + 3 * 60_000;
    const timer =
      trigger.tag === 'time'
        ? setTimeout(die, Math.max(0, trigger.ms - (performance.now() - opening)))
        : undefined;
    await waitFor(() => next.isDead() || clock.now() > lifeEnds, 20_000);
    clearTimeout(timer);
    die();
    await next.dead;
  };

  const settled = (): boolean =>
    [...page.intents.values()].every(
      ({ intent, handed }) =>
        handed !== 'pending' &&
        (handed === 'refused' ||
          intent.targets.every(({ accountId }) => {
            const delivery = page.deliveries.get(deliveryId(intent.id, accountId));
            return delivery !== undefined && isAtRest(delivery);
          })),
    );
  const allWritten = (): boolean => page.intents.size === plan.wishes.length;

  /** The accounts were connected long ago. */
  const prepare = async (): Promise<void> => {
    const first = await begin(null, false);
    if (first === null) throw new Error('the first engine died');
    engine = first;
    page.attach(first);
    for (const one of held) await tell('connect', { account: one.account, secret: one.secret });
    if (
      !(await waitFor(
        () => held.every(({ account }) => page.accounts.has(account.id)) && page.isFollowing(),
        10_000,
      ))
    )
      throw new Error('the accounts did not come down');
    first.kill();
    await first.dead;
  };

  /** What a person says who looks at the network's own page. */
  const lookAndDecide = async (delivery: Delivery) => {
    const one = held.find(({ account }) => account.id === delivery.accountId);
    if (one === undefined) throw new Error('nobody knows the account');
    const { posts } = await standingOf(one);
    const taken = new Set([...page.deliveries.values()].map(({ remoteId }) => remoteId));
    const found = isPost(delivery)
      ? posts.find((post) => isThis(post, delivery) && !taken.has(post.id))
      : undefined;
    decided += 1;
    if (found !== undefined) return { tag: 'this-one', remoteId: found.id, url: null };
    return { tag: person.chance(0.7) ? 'send-again' : 'abandon' };
  };

  try {
    await prepare();
    beginStorm();
    let two = false;
    for (const kill of plan.kills) {
      if (clock.now() - startedAt - sleptMs > 60 * 60_000) break;
      await live(kill, two);
      mayWarp.value = false;
      watchers = [];
      engine = null;
      kills += 1;
      trace?.(`killed by ${JSON.stringify(kill.trigger)}`);
      if (kill.damage !== null && damageJournal(folder, kill.damage)) {
        damaged += 1;
        isDamaged = true;
        trace?.(`damaged ${JSON.stringify(kill.damage)}`);
      }
      if (kill.downMs > 0) clock.skip(kill.downMs);
      downMs += kill.downMs;
      two = kill.twins;
    }
    if (!plan.neverReadable) {
      const calm = (): void => {
        for (const { sim } of servers) sim.control.faults.clear();
      };
      clock.after(Math.max(0, 12 * 60_000 - (clock.now() - startedAt)), calm);
    }
    await live(null, two);
    const deadline = clock.now() + restHours * 3_600_000;
    const rest = (): boolean => (allWritten() && settled()) || clock.now() > deadline || alive() === null;
    const acted = new Set<string>();
    for (;;) {
      if ([...page.deliveries.values()].some(({ state }) => state === 'frozen')) await thaw();
      await waitFor(rest, 120_000);
      if (alive() === null) {
        violations.push('the engine ended by itself');
        break;
      }
      if (clock.now() > deadline || !settled()) break;
      for (const { sim } of servers) sim.control.faults.clear();
      // Whatever is still on its way at a server arrives.
      const calm = clock.now() + 150_000;
      await waitFor(() => clock.now() > calm, 30_000);
      const asked = [...page.deliveries.values()].filter(
        ({ id, state }) => ['missed', 'failed', 'needs-decision'].includes(state) && !acted.has(id),
      );
      if (asked.length === 0) break;
      let changed = false;
      for (const delivery of asked) {
        acted.add(delivery.id);
        if (!person.chance(0.5)) continue;
        byHand.add(delivery.id);
        const isDoubt = delivery.state === 'needs-decision';
        const decision = isDoubt ? await lookAndDecide(delivery) : null;
        const answer = isDoubt
          ? await tell('outbox.decide', { deliveryId: delivery.id, decision })
          : await tell('outbox.retry', { deliveryId: delivery.id });
        changed ||= answer?.tag === 'ok';
        trace?.(`by hand: ${JSON.stringify(decision ?? 'retry')} ${delivery.id}`);
      }
      if (changed) {
        const moving = (): boolean => !settled();
        await waitFor(moving, 300);
      }
    }
    mayWarp.value = false;
    const records = await tell('records');
    const standing = new Map<string, Awaited<ReturnType<typeof standingOf>>>();
    for (const one of held) standing.set(one.account.id, await standingOf(one));
    const evidence: Evidence = {
      intents: page.intents,
      deliveries: page.deliveries,
      held,
      standing,
      rebuilds: page.rebuilds() - 1,
      worstJumpMs: worstJump,
      byHand,
      freezes,
      slackMs: 60_000,
    };
    const { figures, violations: found } = judge(evidence);
    void records;
    if (trace !== null) for (const delivery of page.deliveries.values()) trace(said(delivery));
    return {
      figures: {
        kills,
        ...figures,
        twins: twins + contested,
        decided,
        damaged,
        rebuilt: evidence.rebuilds,
        'slept (min)': Math.round((sleptMs + downMs) / 60_000),
      },
      violations: [...violations, ...found],
    };
  } finally {
    for (const stop of unwatch) stop();
    clearInterval(heart);
    alive()?.kill();
    await engine?.dead;
  }
}

const hashOf = (content: Content): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex');

/** A picture that lies in the engine's folder already, as the composer leaves it. */
function medium(folder: string, n: number): PostMedia {
  const png = Buffer.alloc(64);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  png.writeUInt32BE(40 + n, 16);
  png.writeUInt32BE(30, 20);
  const hash = createHash('sha256').update(png).digest('hex');
  const file = path.join(folder, 'media', hash.slice(0, 2), hash);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, png);
  }
  return {
    hash: v.parse(mediaHashSchema, hash),
    mime: 'image/png',
    bytes: png.byteLength,
    width: 40 + n,
    height: 30,
    name: 'photo.png',
    alt: 'Une image',
    decorative: false,
  };
}

function actionOf(wish: PlannedWish, held: Held): Action {
  switch (wish.kind) {
    case 'publish':
      return { tag: 'publish' };
    case 'reply':
    case 'like': {
      const target = held.targets[wish.object % held.targets.length];
      if (target === undefined) throw new Error('no target');
      return { tag: wish.kind, target };
    }
    case 'delete': {
      const old = held.old[wish.object % held.old.length];
      if (old === undefined) throw new Error('no old post');
      return { tag: 'delete', remoteId: old.remoteId, handleData: old.handle };
    }
  }
}

/** A server that honours no key and cannot be read back: the last account's manifest says so. */
function withoutPromises(held: readonly Held[], wanted: boolean): readonly Held[] {
  if (!wanted) return held;
  return held.map((one, index): Held => {
    if (index !== held.length - 1) return one;
    const { manifest } = one.account;
    const operations = { ...manifest.operations, create: { class: 'N', settleMs: 0, keyMs: null } } as const;
    return { ...one, account: { ...one.account, manifest: { ...manifest, operations } } };
  });
}
