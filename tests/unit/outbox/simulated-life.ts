import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { OperationClass } from '../../../src-shared/networks/manifest.ts';
import type { Effect, Outcome } from '../../../src-shared/outbox/effect.ts';
import type { Answer, OutboxEvent, Surroundings } from '../../../src-shared/outbox/event.ts';
import { departsAt } from '../../../src-shared/outbox/lateness.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import type { Drawn, Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { OutboxRecord, Wish } from '../../../src-shared/outbox/record.ts';
import { isHarmless } from '../../../src-shared/outbox/steps.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import {
  at,
  content,
  env,
  medium,
  minute,
  remote,
  settleMs,
  start,
  submitted,
  terms,
  wish,
} from './samples.ts';

/**
 * One delivery against a server that keeps its own truth: what it committed, when lists show it, what its scheduler
 * holds. Numbers decide everything, so that a failing life shrinks to a short list of them.
 */
export interface LifeSetup {
  readonly rule: OperationClass;
  readonly media: number;
  readonly leaving: 'now' | 'at';
  readonly executor: Wish['executor'];
}

interface Post {
  readonly id: string;
  readonly key: string;
  readonly text: string;
  readonly committedAt: number;
  readonly visibleAt: number;
}
interface Held {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly visibleAt: number;
}
type Perform = Extract<Effect, { tag: 'perform' }>;
type Reading = Extract<Effect, { tag: 'confirm' | 'poll' }> & { readonly startedAt: number };

/** Longest lag of a list behind its writes: shorter than the pause between two looks. */
const maxLagMs = 30_000;

export class InvariantBroken extends Error {}

export function createLife(setup: LifeSetup) {
  const promises = terms(setup.rule);
  let now = start;
  let online = true;
  let blocked = false;
  let serial = 0;
  const posts: Post[] = [];
  const held: Held[] = [];
  /** Work that the server will still do although nobody waits for it. */
  const late: { readonly at: number; readonly work: () => void }[] = [];
  let flying: Perform | null = null;
  let reading: Reading | null = null;
  let transitions = 0;

  const surroundings = (over: Partial<Surroundings> = {}): Surroundings =>
    env(now, { online, terms: promises, jitter: (serial % 10) / 10, ...over });

  const broken = (message: string): never => {
    const { phase, holds, steps, attempts } = record;
    const told = attempts.map((entry) => `${entry.at - start} ${entry.step} ${entry.event}`);
    const state = { now: now - start, posts, held, phase, holds, steps: steps.map((s) => s.state), told };
    throw new InvariantBroken(
      `${message} ${JSON.stringify(state).replaceAll(String(start).slice(0, 6), '')}`,
    );
  };

  const leaving =
    setup.leaving === 'now' ? ({ tag: 'now', leavesAt: start + 10_000 } as const) : at(start + 20 * minute);
  const media = Array.from({ length: setup.media }, (_, index) => medium(index));
  const first = step(
    null,
    submitted({
      env: env(start, { terms: promises }),
      wish: wish({ leaving, executor: setup.executor, content: content('r1', media) }),
    }),
  );
  let record = first.state;

  const advance = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const nextLate = late.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      const nextFire = held.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (nextLate && (!nextFire || nextLate.at <= nextFire.at)) {
        now = Math.max(now, nextLate.at);
        late.splice(late.indexOf(nextLate), 1);
        nextLate.work();
      } else if (nextFire) {
        now = Math.max(now, nextFire.at);
        held.splice(held.indexOf(nextFire), 1);
        posts.push({
          id: `p${(serial += 1)}`,
          key: '',
          text: nextFire.text,
          committedAt: now,
          visibleAt: now + 5_000,
        });
      } else break;
    }
    now = end;
  };

  /** Does the work of a request on the server, and answers what the client would be told. */
  const work = (perform: Perform, lagMs: number): Answer => {
    const { operation, drawn } = perform;
    switch (operation.tag) {
      case 'upload':
        return { tag: 'done', remote: remote(`u${(serial += 1)}`) };
      case 'create': {
        const same = posts.find((post) => post.key === drawn.key && drawn.key !== '');
        if (setup.rule.class === 'K' && same) return { tag: 'done', remote: remote(same.id) };
        const post = {
          id: `p${(serial += 1)}`,
          key: drawn.key,
          text: operation.content.text,
          committedAt: now,
          visibleAt: now + lagMs,
        };
        posts.push(post);
        return { tag: 'done', remote: remote(post.id) };
      }
      case 'schedule': {
        // A moment that has passed is published at once.
        if (operation.at <= now) {
          posts.push({
            id: `p${(serial += 1)}`,
            key: '',
            text: operation.content.text,
            committedAt: now,
            visibleAt: now,
          });
          return { tag: 'done', remote: remote(`s${serial}`) };
        }
        const entry = {
          id: `s${(serial += 1)}`,
          at: operation.at,
          text: operation.content.text,
          visibleAt: now + lagMs,
        };
        held.push(entry);
        return { tag: 'done', remote: remote(entry.id) };
      }
      case 'recall': {
        const index = held.findIndex((entry) => entry.id === operation.scheduledRemoteId);
        if (index < 0) return { tag: 'gone', failure: failure('target-gone') };
        held.splice(index, 1);
        return { tag: 'done', remote: { remoteId: null, url: null, handle: '', createdAt: null } };
      }
      default:
        return broken(`unexpected ${operation.tag}`);
    }
  };

  const checkDeparture = (perform: Perform): void => {
    if (record.sequence <= lastSequence) broken('performed without a save');
    if (flying !== null && !isHarmless(flying.operation)) broken('two requests at once');
    const native = perform.operation.tag === 'schedule' || perform.operation.tag === 'recall';
    const uploadsForNative = record.steps.some((each) => each.operation.tag === 'schedule');
    if (!native && !uploadsForNative && now < departsAt(record.wish)) broken('left too early');
    if (record.holds.frozen && perform.operation.tag !== 'recall') broken('left while frozen');
    if (record.holds.blocked !== null) broken('left while blocked');
    if (!online) broken('left while offline');
  };
  let lastSequence = 0;

  const apply = (event: OutboxEvent): Outcome => {
    const before = record;
    const outcome = step(record, event);
    if (outcome.state !== before) transitions += 1;
    if (outcome.state === before && outcome.effects.some((effect) => effect.tag === 'save'))
      broken('saved nothing');
    if (outcome.state !== before) {
      if (outcome.state.sequence !== before.sequence + 1) broken('sequence does not grow by one');
      if (outcome.effects[0]?.tag !== 'save') broken('an effect comes before the save');
      before.attempts.forEach((attempt, index) => {
        if (outcome.state.attempts[index] !== attempt) broken('the log of attempts was rewritten');
      });
      if (before.phase.tag === 'sent') broken('sent was left');
      if (outcome.refused !== null) broken('a refused command changed the record');
      lastSequence = before.sequence;
    }
    record = outcome.state;
    for (const effect of outcome.effects) {
      if (effect.tag === 'perform') {
        checkDeparture(effect);
        flying = effect;
      } else if (effect.tag === 'confirm' || effect.tag === 'poll') {
        if (record.holds.blocked !== null || !online) broken('read without a connection or an account');
        reading = { ...effect, startedAt: now };
      } else if (effect.tag === 'draw') {
        const drawn: Drawn = { key: `k${(serial += 1)}`, at: now };
        apply({ tag: 'drawn', env: event.env, step: effect.step, drawn });
      }
    }
    return outcome;
  };

  /** What a look would find: presence by id or by content, lists only once they show it. */
  const see = (operation: Operation, startedAt: number): Sighting => {
    const text = operation.tag === 'create' || operation.tag === 'schedule' ? operation.content.text : '';
    if (operation.tag === 'schedule') {
      const entry = held.find((each) => each.text === text && each.visibleAt <= startedAt);
      if (entry) return { tag: 'present', remote: remote(entry.id) };
      // Not held any more: its moment may have come, and it was published.
      if (startedAt < operation.at - outboxPolicy.firedMarginMs) return { tag: 'absent' };
    }
    const found = posts.filter((post) => post.text === text && post.visibleAt <= startedAt);
    const [only] = found;
    return only ? { tag: 'present', remote: remote(only.id) } : { tag: 'absent' };
  };

  const endFlight = (how: number, size: number): void => {
    const perform = flying;
    if (perform === null) return;
    flying = null;
    const lagMs = (size * 997) % maxLagMs;
    const answered = (answer: Answer): void => {
      apply({ tag: 'answered', env: surroundings(), step: perform.step, attempt: perform.attempt, answer });
    };
    const unknown: Answer = { tag: 'unknown-outcome', failure: failure('server-error') };
    switch (how % 12) {
      case 0:
      case 1:
        return answered(work(perform, lagMs));
      case 2: // done, answer lost
        work(perform, lagMs);
        return answered(unknown);
      case 3: // not done, answer lost
        return answered(unknown);
      case 4: // done later, within the settling time
        late.push({ at: now + ((size * 1009) % settleMs), work: () => void work(perform, lagMs) });
        return answered(unknown);
      case 5:
        return answered({ tag: 'offline', failure: failure('offline') });
      case 6:
        return answered({ tag: 'rate-limited', until: now + ((size * 1013) % (3 * minute)) });
      case 7:
        blocked = true;
        return answered({ tag: 'auth', failure: failure('token-revoked') });
      case 8:
        return answered({ tag: 'server', failure: failure('server-error') });
      case 9:
        return answered({
          tag: 'rejected',
          failure: failure(perform.operation.tag === 'schedule' ? 'schedule-too-many' : 'media-missing'),
        });
      case 10: // done, but told in no known shape
        work(perform, lagMs);
        return answered({ tag: 'protocol', failure: failure('protocol') });
      default:
        if (perform.operation.tag !== 'upload') return answered(work(perform, lagMs));
        return answered({ tag: 'processing', handle: 'job', pollAfterMs: 1_000 });
    }
  };

  const endReading = (how: number): void => {
    const read = reading;
    if (read === null) return;
    reading = null;
    const trouble: Answer | null =
      how % 8 === 5
        ? { tag: 'server', failure: failure('server-error') }
        : how % 8 === 6
          ? { tag: 'rate-limited', until: now + 5_000 }
          : how % 8 === 7
            ? { tag: 'offline', failure: failure('offline') }
            : null;
    if (read.tag === 'poll') {
      const answer = trouble ?? { tag: 'done' as const, remote: remote(`u${(serial += 1)}`) };
      apply({ tag: 'polled', env: surroundings(), step: read.step, answer });
      return;
    }
    if (trouble !== null) {
      apply({ tag: 'looked', env: surroundings(), startedAt: read.startedAt, seen: trouble });
      return;
    }
    const found = see(read.operation, read.startedAt);
    const [post] = posts;
    const seen: Sighting =
      how % 8 === 4 && found.tag === 'present' && post
        ? {
            tag: 'unclear',
            candidates: [{ remoteId: post.id, url: null, text: post.text, createdAt: post.committedAt }],
          }
        : found;
    apply({ tag: 'looked', env: surroundings(), startedAt: read.startedAt, seen });
  };

  /** A person who decides by what is truly there, once nothing more can come. */
  const decideTruly = (): void => {
    if (record.phase.tag !== 'needs-decision') return;
    if (late.length > 0 || posts.some((post) => post.visibleAt > now)) return;
    const [post] = posts;
    const decision = post
      ? ({ tag: 'this-one', remote: remote(post.id) } as const)
      : ({ tag: 'send-again' } as const);
    // A person who says "nothing is there" while the scheduler holds a post lost from sight is out of scope.
    if (!post && held.length > 0 && record.phase.scheduledRemoteId === null) return;
    apply({ tag: 'decide', env: surroundings(), decision });
  };

  const crash = (): void => {
    const perform = flying;
    flying = null;
    reading = null;
    if (perform !== null && serial % 3 === 0) work(perform, 0);
    else if (perform !== null && serial % 3 === 1)
      late.push({ at: now + settleMs / 2, work: () => void work(perform, 0) });
    apply({ tag: 'recovered', env: surroundings() });
  };

  /** The person publishes it on the network's page and says so, or says that they did not. */
  const byHand = (size: number): void => {
    if (size % 3 === 0) return void apply({ tag: 'not-by-hand', env: surroundings() });
    serial += 1;
    posts.push({
      id: `p${serial}`,
      key: '',
      text: record.wish.content.text,
      committedAt: now,
      visibleAt: now,
    });
    apply({ tag: 'done-by-hand', env: surroundings(), remote: size % 3 === 1 ? null : remote(`p${serial}`) });
  };

  const command = (how: number, size: number): void => {
    const e = surroundings();
    const revision = record.wish.revision + 1;
    switch (how % 14) {
      case 0:
        return void apply({ tag: 'cancel', env: e });
      case 1: {
        // The words stay the same: only what must not be sent twice matters here.
        const next = { ...record.wish, revision, hash: `h${revision}`, releasedAt: null };
        const moved: Wish = {
          ...next,
          leaving: setup.leaving === 'now' ? next.leaving : at(now + (size % 60) * minute),
        };
        return void apply({ tag: 'edited', env: e, wish: moved });
      }
      case 2:
        return void apply({
          tag: 'publish-now',
          env: e,
          ...(size % 4 === 0 && { at: now + (size % 30) * minute }),
        });
      case 3:
        return void apply({ tag: 'reschedule', env: e, leaving: at(now + (size % 90) * minute) });
      case 4:
        return void apply({ tag: 'retry', env: e });
      case 5:
        return void apply({
          tag: 'switch-executor',
          env: e,
          executor: (['machine', 'native', 'assisted'] as const)[size % 3] ?? 'machine',
        });
      case 6:
        return void apply({ tag: 'freeze', env: e });
      case 7:
      case 8:
        return void apply({ tag: 'unfreeze', env: e, notBefore: now + (size % 20) * minute });
      case 9:
        return crash();
      case 10:
        online = !online;
        return;
      case 11:
        blocked = !blocked;
        return void apply({ tag: 'account', env: e, blocked: blocked ? failure('token-revoked') : null });
      case 12:
        return void apply({ tag: 'requeue', env: e, queuedAt: now - (size % 60) * minute });
      default:
        return record.phase.tag === 'assisted' ? byHand(size) : decideTruly();
    }
  };

  const tick = (over: Partial<Surroundings> = {}): void => {
    // The runner never ticks a delivery whose request or look is under way.
    if (flying !== null || reading !== null) return;
    apply({ tag: 'tick', env: surroundings(over) });
  };

  const check = (): void => {
    const count = posts.length + held.length;
    if (count > 1) broken(`published ${count} times`);
    if (record.phase.tag === 'sent' && posts.length !== 1) broken('said to be sent, and is not there');
  };

  return {
    /** One thing happens; three numbers say which. */
    act(kind: number, how: number, size: number): void {
      switch (kind % 8) {
        case 0:
        case 1:
          advance([500, 5_000, 40_000, 5 * minute, 31 * minute][size % 5] ?? 0);
          break;
        case 2:
        case 3:
          tick();
          break;
        case 4:
          endFlight(how, size);
          break;
        case 5:
          endReading(how);
          break;
        case 6:
          tick(
            how % 4 === 0
              ? { skewMs: null }
              : how % 4 === 1
                ? { skewMs: 3 * minute }
                : how % 4 === 2
                  ? { limitedUntil: now + 1_000 }
                  : {},
          );
          break;
        default:
          command(how, size);
      }
      check();
    },
    /** Everything works again, for long enough: what is not finished then is waiting for a person. */
    calmDown(): void {
      online = true;
      blocked = false;
      apply({ tag: 'account', env: surroundings(), blocked: null });
      apply({ tag: 'unfreeze', env: surroundings() });
      for (let i = 0; i < 400; i += 1) {
        if (flying !== null) endFlight(0, 0);
        else if (reading !== null) endReading(0);
        else {
          const wake = wakeOf(record);
          if (wake === null) break;
          advance(Math.max(0, wake.at - now));
          tick();
        }
        check();
      }
      advance(24 * 60 * minute);
      check();
    },
    record: (): OutboxRecord => record,
    published: (): number => posts.length,
    transitions: (): number => transitions,
    asleep: (): boolean => wakeOf(record) === null && flying === null && reading === null,
  };
}
