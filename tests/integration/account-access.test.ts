import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccountAccess } from '../../src-main/accounts/account-access.ts';
import { connectorOf } from '../../src-main/connectors/index.ts';
import { createSessionVault } from '../../src-main/vault/session-vault.ts';
import type { Vault } from '../../src-main/vault/vault.ts';
import { failure } from '../../src-shared/errors.ts';
import { err, ok } from '../../src-shared/result.ts';
import { connect, openHttp } from '../fixtures/bluesky-account.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** An access that ends and is renewed by a pair that rotates: whoever dies in between, the account goes on. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('bluesky');
});
afterEach(() => w.close());

const minute = 60_000;
/** Within the margin: the old access still works. */
const nearItsEnd = 117 * minute;
const renewed = 'com.atproto.server.refreshSession';
const renewals = () => w.sim.control.ledger.entries({ operation: renewed });
const signal = new AbortController().signal;
/** A request that needs the access. */
const use = (id = w.account.id) => w.access.use(id, signal, (connector, ctx) => connector.measure(ctx));
const health = () => w.book.get(w.account.id)?.health.tag;

describe('an access near its end', () => {
  it('is renewed before it ends, once, however many ask', async () => {
    await w.clock.advance(nearItsEnd);
    const answers = await Promise.all([use(), use(), use()]);
    expect(answers.map(({ tag }) => tag)).toEqual(['ok', 'ok', 'ok']);
    expect(renewals()).toHaveLength(1);
  });

  it('of one account does not hold up another', async () => {
    await w.clock.advance(nearItsEnd);
    // The first renewal, whosever token it bears: the server knows the account only once it has read it.
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: 10 * minute }, operation: renewed, times: 1 });
    const mine = use();
    const first = await w.sim.control.ledger.waitFor((entry) => entry.operation === renewed);
    expect(first.outcome.tag).toBe('pending');
    // Answered while the first one’s renewal hangs: a lock for all would wait with it for ever.
    expect((await use(w.second.id)).tag).toBe('ok');
    // By a renewal of its own, not because the first one was given up.
    expect(renewals()).toHaveLength(2);
    await w.clock.advance(10 * minute);
    expect((await mine).tag).toBe('ok');
  });

  it('still serves while the server cannot renew it, and the renewal is not asked for all the time', async () => {
    await w.clock.advance(nearItsEnd);
    w.sim.control.faults.set({ fault: { tag: 'server-error' }, operation: renewed });
    expect((await use()).tag).toBe('ok');
    expect((await use()).tag).toBe('ok');
    expect(renewals()).toHaveLength(1);
    await w.clock.advance(minute);
    expect((await use()).tag).toBe('ok');
    expect(renewals()).toHaveLength(2);
    expect(health()).toBe('ok');
  });

  it('does not go down with a request that was refused under the pair before', async () => {
    let asked = 0;
    const late = w.access.use(w.account.id, signal, async (connector, ctx) => {
      asked += 1;
      if (asked === 1) {
        // The pair is renewed while this request is on its way.
        await w.clock.advance(nearItsEnd);
        expect((await use()).tag).toBe('ok');
        await w.clock.advance(10 * minute);
      }
      return connector.measure(ctx);
    });
    expect((await late).tag).toBe('ok');
    expect(asked).toBe(2);
    expect(renewals()).toHaveLength(1);
    expect(health()).toBe('ok');
  });
});

describe('a new pair', () => {
  /** Access over the same account, with a keychain that answers when the test says so. */
  const over = async (write: Vault['write']) => {
    const first = await w.access.use(w.account.id, signal, (_, ctx) => Promise.resolve(ok(ctx.secret)));
    const held = first.tag === 'ok' ? first.value : expect.fail('no secret');
    const http = openHttp();
    const access = createAccountAccess({
      book: w.book,
      vault: { ...createSessionVault(), read: () => Promise.resolve(ok(held)), write },
      vitals: w.vitals,
      http,
      clock: { now: () => w.clock.now(), monotonic: () => w.clock.now(), after: w.clock.after },
      connectorFor: ({ network }) => connectorOf(network),
      openMedia: () => Promise.resolve(err(failure('media-missing'))),
      readMedia: () => Promise.resolve(err(failure('media-missing'))),
      log: w.log,
    });
    const read = () => access.use(w.account.id, signal, (connector, ctx) => connector.measure(ctx));
    return { read, close: () => http.close() };
  };
  const reads = () => w.sim.control.ledger.entries({ operation: 'app.bsky.actor.getProfile' }).length;

  it('is in the keychain before it is used', async () => {
    let stored: () => void = () => undefined;
    let asked = false;
    const { read, close } = await over(
      () =>
        new Promise((resolve) => {
          asked = true;
          stored = () => resolve(ok(null));
        }),
    );
    await w.clock.advance(nearItsEnd);
    const before = reads();
    const answer = read();
    while (!asked) await w.settle();
    await w.settle();
    expect(reads()).toBe(before);
    stored();
    expect((await answer).tag).toBe('ok');
    expect(reads()).toBe(before + 1);
    await close();
  });

  it('that the keychain refuses still serves, is offered to it again, and the refusal is told', async () => {
    let refusals = 0;
    let kept = 0;
    let isWell = false;
    const { read, close } = await over(() => {
      if (isWell) kept += 1;
      else refusals += 1;
      return Promise.resolve(isWell ? ok(null) : err(failure('keychain-refused')));
    });
    await w.clock.advance(nearItsEnd);
    expect((await read()).tag).toBe('ok');
    expect(refusals).toBe(1);
    expect(w.vitals.of(w.account.id).lastError?.failure.code).toBe('keychain-refused');
    isWell = true;
    await w.clock.advance(minute);
    expect((await read()).tag).toBe('ok');
    expect(kept).toBe(1);
    expect(renewals()).toHaveLength(1);
    await close();
  });
});

describe('a process that dies while it renews', () => {
  const restart = async () => {
    w.kill();
    await w.boot();
    expect((await use()).tag).toBe('ok');
    expect(health()).toBe('ok');
    // And the pair that it holds now lives on by itself.
    await w.clock.advance(nearItsEnd);
    expect((await use()).tag).toBe('ok');
    expect(health()).toBe('ok');
  };

  it('before the server was asked goes on with the old pair', async () => {
    await w.clock.advance(nearItsEnd);
    w.disk.onWrite = (batch) => (batch.some(({ key }) => key.startsWith('renewal/')) ? 'kill-after' : 'pass');
    void use();
    while (w.disk.onWrite !== null) {
      await w.settle();
      if ((await w.journal.get(`renewal/${w.account.id}`)) !== undefined) w.disk.onWrite = null;
    }
    expect(renewals()).toHaveLength(0);
    await restart();
  });

  it('after the server made a new pair and before it was stored is given the same pair again', async () => {
    await w.clock.advance(nearItsEnd);
    void use();
    await w.sim.control.ledger.waitFor((entry) => entry.operation === renewed && entry.worked);
    w.kill();
    await restart();
    expect(renewals().length).toBeGreaterThanOrEqual(2);
  });

  it('after the new pair was stored and before it was used goes on with the new pair', async () => {
    await w.clock.advance(nearItsEnd);
    w.disk.onWrite = (batch) =>
      batch.some(({ tag, key }) => tag === 'del' && key.startsWith('renewal/')) ? 'kill-after' : 'pass';
    void use();
    await w.sim.control.ledger.waitFor((entry) => entry.operation === renewed && entry.worked);
    while ((await w.journal.get(`renewal/${w.account.id}`)) !== undefined) await w.settle();
    w.disk.onWrite = null;
    await restart();
  });

  it('and stays away for longer than the server forgives is refused, and the person is told why', async () => {
    await w.clock.advance(nearItsEnd);
    void use();
    await w.sim.control.ledger.waitFor((entry) => entry.operation === renewed && entry.worked);
    w.kill();
    await w.clock.advance(3 * 60 * minute);
    await w.boot();
    const answer = await use();
    expect(answer).toMatchObject({ tag: 'err', error: { tag: 'auth', failure: { code: 'renewal-lost' } } });
    expect(health()).toBe('refused');
    expect(w.vitals.of(w.account.id).lastError?.failure.code).toBe('renewal-lost');
    // Reconnecting is all that it takes, and the old trouble is not held against the new access.
    await w.reconnect();
    expect((await use()).tag).toBe('ok');
    expect(health()).toBe('ok');
    expect(w.vitals.of(w.account.id).lastError).toBeNull();
  });
});

describe('an access that was replaced while a request was under way', () => {
  it('is not refused for what the server said of the old one', async () => {
    let reconnected = false;
    const answer = await w.access.use(w.account.id, signal, async (connector, ctx) => {
      if (!reconnected) {
        await w.sim.control.revoke(w.me.id);
        reconnected = true;
        const refused = await connector.measure(ctx);
        await w.reconnect();
        return refused;
      }
      return connector.measure(ctx);
    });
    expect(answer.tag).toBe('ok');
    expect(health()).toBe('ok');
  });

  it('is not refused for what the server said twice of older ones', async () => {
    let asked = 0;
    await w.access.use(w.account.id, signal, async () => {
      asked += 1;
      if (asked === 2) await w.reconnect();
      return err({ tag: 'auth', failure: failure('token-revoked') });
    });
    expect(asked).toBe(2);
    expect(health()).toBe('ok');
    expect((await use()).tag).toBe('ok');
  });

  it('is not put back by a renewal of the old one that comes in late', async () => {
    await w.clock.advance(nearItsEnd);
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: minute }, operation: renewed, times: 1 });
    const old = use();
    await w.sim.control.ledger.waitFor((entry) => entry.operation === renewed);
    const http = openHttp();
    const { login, password } = w.me;
    const again = await connect(http, { handle: login, password, server: w.sim.baseUrl }, () =>
      w.clock.now(),
    );
    await w.access.keep(w.account.id, again.session.secret);
    await http.close();
    const held = await w.access.use(w.account.id, signal, (_, ctx) => Promise.resolve(ok(ctx.secret)));
    await w.clock.advance(minute);
    expect((await old).tag).toBe('ok');
    expect(await w.access.use(w.account.id, signal, (_, ctx) => Promise.resolve(ok(ctx.secret)))).toEqual(
      held,
    );
  });
});

describe('what is known of an account', () => {
  it('has its end, what it allows, its last success and its budget, and survives the process', async () => {
    expect((await use()).tag).toBe('ok');
    const vitals = w.vitals.of(w.account.id);
    expect(vitals.access).toMatchObject({ renews: true });
    expect(vitals.access?.endsAt).toBeGreaterThan(w.clock.now() + 24 * 60 * minute);
    expect(vitals.lastOkAt).toBe(w.clock.now());
    expect(vitals.quotas[0]).toMatchObject({ limit: 3_000 });
    await w.clock.advance(10_000);
    await w.settle();
    w.kill();
    await w.boot();
    expect(w.vitals.of(w.account.id)).toMatchObject({ lastOkAt: vitals.lastOkAt });
    expect(JSON.stringify(w.vitals.all())).not.toMatch(/eyJ/);
  });
});

it('that the person let go stays let go, whatever was under way finds out', async () => {
  let erased: () => void = () => undefined;
  const http = openHttp();
  const access = createAccountAccess({
    book: w.book,
    vault: {
      ...createSessionVault(),
      read: () => new Promise((resolve) => (erased = () => resolve(ok(null)))),
    },
    vitals: w.vitals,
    http,
    clock: { now: () => w.clock.now(), monotonic: () => w.clock.now(), after: w.clock.after },
    connectorFor: ({ network }) => connectorOf(network),
    openMedia: () => Promise.resolve(err(failure('media-missing'))),
    readMedia: () => Promise.resolve(err(failure('media-missing'))),
    log: w.log,
  });
  const late = access.use(w.account.id, signal, (connector, ctx) => connector.measure(ctx));
  await access.forget(w.account.id);
  // The keychain is empty before the book is written.
  const saved = w.book.save({ ...w.account, health: { tag: 'disconnected', since: w.clock.now() } });
  erased();
  expect((await late).tag).toBe('err');
  await saved;
  expect(health()).toBe('disconnected');
  await http.close();
});
