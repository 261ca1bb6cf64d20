import type { Account, AccountHealth } from '../../src-shared/domain/account.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { AccountId, MediaHash } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connector, ConnectorContext, ConnectorError, Secret } from '../connectors/contract.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import type { Http } from '../engine/http.ts';
import { quotaOf } from '../engine/quota.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';
import { createDailyCalls } from './daily-calls.ts';
import { createCharges } from './charges.ts';
import { refreshPolicy } from './refresh-policy.ts';
import { isRefusal, listening, type ServerTime } from './server-time.ts';
import type { VitalsBook } from './vitals-book.ts';

/** Lends a connector and a context with a fresh secret, for the time of one call. */
export interface AccountAccess {
  use<T>(
    id: AccountId,
    signal: AbortSignal,
    work: (connector: Connector, ctx: ConnectorContext) => Promise<Result<T, ConnectorError>>,
  ): Promise<Result<T, ConnectorError>>;
  /**
   * Asks the account's server for the time. One that refuses tells it as well: an account whose access is known to be
   * gone is asked about in nobody's name, and that answer says nothing of the account.
   */
  serverTime(id: AccountId, signal: AbortSignal): Promise<ServerTime>;
  /** Keeps a secret: in the vault first, then for use. */
  keep(id: AccountId, secret: Secret): Promise<Result<null, Failure>>;
  forget(id: AccountId): Promise<Result<null, Failure>>;
  setHealth(id: AccountId, health: AccountHealth): Promise<void>;
}

/** Of somebody who has no account. */
const noSecret: Secret = {};

/**
 * One refresh in flight per account, the new pair stored before it is used. A crash between the two is survivable as
 * long as the server takes the old pair once more (`refresh` may be repeated): the renewal is noted before it begins,
 * so that a refusal afterwards can be explained.
 */
export function createAccountAccess(deps: {
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly vitals: VitalsBook;
  readonly http: Http;
  readonly clock: Clock;
  readonly connectorFor: (account: Account) => Connector;
  readonly openMedia: (hash: MediaHash) => Promise<Result<Uint8Array, Failure>>;
  readonly readMedia: ConnectorContext['readMedia'];
  /** A network that was not paid takes something again. */
  readonly paid?: (id: AccountId) => void;
  readonly log: Log;
}): AccountAccess {
  const { book, vault, vitals, clock, log } = deps;
  const daily = createDailyCalls({
    clock,
    known: (id) => vitals.of(id).quotas,
    tell: (id, quota) => vitals.quota(id, quota),
  });
  const charges = createCharges(clock);
  const secrets = new Map<AccountId, Secret>();
  const refreshing = new Map<AccountId, Promise<Result<Secret, ConnectorError>>>();
  /** Not renewed again before this, epoch ms, while the old access still works. */
  const notBefore = new Map<AccountId, number>();
  /** The keychain did not take the pair in use; offered again from this on, epoch ms. */
  const unkept = new Map<AccountId, number>();
  /** Let go in this process: their secrets are erased, which the book knows only once it is written. */
  const gone = new Set<AccountId>();

  const refused = (
    code: 'account-missing' | 'token-revoked' | 'account-blocked' | 'renewal-lost',
  ): Result<never, ConnectorError> => err({ tag: 'auth', failure: failure(code) });

  /** It took something that it charges for: there is money. */
  const paid = (id: AccountId, of: 'read' | 'write'): void => {
    if (vitals.paid(id, of)) deps.paid?.(id);
  };

  /** The one door to the network, which also tells what the account's own server says of its budget. */
  const httpOf = (account: Account, secret: Secret): Http => ({
    ...deps.http,
    request: async (request) => {
      const { id, origin, manifest } = account;
      const answer = await deps.http.request(request);
      if (answer.tag === 'ok' && request.url.startsWith(`${origin}/`)) {
        const { manifest: known, grantOf } = deps.connectorFor(account);
        if (known.callsADay !== undefined && request.headers?.['authorization'] !== undefined)
          daily.answered(id, grantOf?.(secret) ?? id, known.callsADay, answer.value.status);
        const quota = quotaOf(answer.value, request.method === 'GET' ? 'read' : 'write', clock.now());
        if (quota !== null) vitals.quota(id, quota);
        // What is read in the account's name is charged, also when nothing comes of it.
        if (
          manifest.prices !== undefined &&
          request.method === 'GET' &&
          request.headers?.['authorization'] !== undefined &&
          answer.value.status < 300
        )
          paid(id, 'read');
      }
      return answer;
    },
  });

  const contextOf = (account: Account, secret: Secret, signal: AbortSignal): ConnectorContext => ({
    http: httpOf(account, secret),
    origin: account.origin,
    secret,
    signal,
    now: () => clock.now(),
    manifest: account.manifest,
    me: { remoteId: account.remoteId, handle: account.handle },
    openMedia: deps.openMedia,
    readMedia: deps.readMedia,
    tellQuota: (quota) => vitals.quota(account.id, quota),
    tellCharge: (what, told, ids) => {
      const count = ids === undefined ? told : charges.fresh(account.id, ids);
      const { prices } = account.manifest;
      const amount = (prices?.operations[what] ?? 0) * count;
      if (prices !== undefined && amount > 0) {
        vitals.charged(account.id, amount, prices.currency);
        if (!what.startsWith('read')) paid(account.id, 'write');
      }
    },
  });

  const setHealth = async (id: AccountId, health: AccountHealth): Promise<void> => {
    const account = book.get(id);
    if (!account || account.health.tag === health.tag) return;
    // The person lets it go: what was under way then, and finds no access any more, has nothing to say.
    if (gone.has(id) || account.health.tag === 'disconnected') return;
    log.info('account.health', { account: id, tag: health.tag });
    await book.save({ ...account, health });
  };

  /** The account is refused, unless what was refused is no longer its access. */
  const refuse = async (id: AccountId, secret: Secret): Promise<void> => {
    if (secrets.get(id) === secret) await setHealth(id, { tag: 'refused', since: clock.now() });
  };

  /** What an answer says of the account. A refusal of the content, or of what is gone, says nothing of it. */
  const note = (id: AccountId, answer: Result<unknown, ConnectorError>): void => {
    if (answer.tag === 'ok') return vitals.worked(id);
    const { error } = answer;
    switch (error.tag) {
      case 'rejected':
      case 'gone':
        return vitals.worked(id);
      case 'rate-limited':
        if (error.unpaid === undefined) vitals.limited(id, error.until);
        return vitals.failed(id, failureOf(error), error.until);
      case 'offline':
      case 'auth':
      case 'unknown-outcome':
      case 'server':
      case 'protocol':
        return vitals.failed(id, error.failure, null);
      default:
        return exhaustive(error);
    }
  };

  /** A connector does not know how often money was asked for in vain: the account does. */
  const paced = <T>(id: AccountId, answer: Result<T, ConnectorError>): Result<T, ConnectorError> =>
    answer.tag === 'err' && answer.error.tag === 'rate-limited' && answer.error.unpaid !== undefined
      ? err({ ...answer.error, until: vitals.unpaid(id, answer.error.unpaid.of) })
      : answer;

  const write = async (id: AccountId, secret: Secret): Promise<Result<null, Failure>> => {
    const written = await vault.write(id, secret);
    if (written.tag === 'ok') unkept.delete(id);
    else {
      unkept.set(id, clock.now() + refreshPolicy.keepAgainMs);
      log.error('account.keep-failed', { account: id, code: written.error.code });
    }
    return written;
  };

  const load = async (account: Account): Promise<Result<Secret, ConnectorError>> => {
    const { id } = account;
    if (account.manifest.byHand === true) return ok(noSecret);
    const cached = secrets.get(id);
    if (cached) {
      if (vitals.of(id).access === null) tellAccess(account, cached);
      if (clock.now() >= (unkept.get(id) ?? Infinity) && (await write(id, cached)).tag === 'ok')
        await vitals.renewalEnds(id);
      return ok(cached);
    }
    const read = await vault.read(id);
    if (read.tag === 'err') return err({ tag: 'auth', failure: read.error });
    if (read.value === null) {
      await setHealth(id, { tag: 'locked', since: clock.now() });
      return refused('account-blocked');
    }
    // Two readers at once hold one secret: it is told apart from others by being itself.
    const secret = secrets.get(id) ?? read.value;
    secrets.set(id, secret);
    tellAccess(account, secret);
    return ok(secret);
  };

  const tellAccess = (account: Account, secret: Secret): void =>
    vitals.access(account.id, deps.connectorFor(account).accessOf(secret, account.manifest));

  const keep = async (id: AccountId, secret: Secret): Promise<Result<null, Failure>> => {
    const written = await write(id, secret);
    secrets.set(id, secret);
    gone.delete(id);
    notBefore.delete(id);
    return written;
  };

  const renew = async (account: Account, secret: Secret): Promise<Result<Secret, ConnectorError>> => {
    const { id } = account;
    const wasCut = await vitals.renewalBegins(id);
    // Its own signal: a caller that gives up must not lose a pair that the server has already rotated.
    const ctx = contextOf(account, secret, new AbortController().signal);
    const fresh = await deps.connectorFor(account).refresh(ctx);
    const current = secrets.get(id);
    // Connected again, or gone, while the server was asked: what it answered belongs to an access that is over.
    if (current !== secret) return current === undefined ? refused('account-missing') : ok(current);
    if (fresh.tag === 'err') {
      log.warn('account.refresh-failed', { account: id, tag: fresh.error.tag });
      notBefore.set(id, clock.now() + refreshPolicy.againMs);
      // Nothing reached the server, so nothing was rotated by this.
      if (fresh.error.tag === 'offline' && !wasCut) await vitals.renewalEnds(id);
      const told: Result<never, ConnectorError> =
        fresh.error.tag === 'auth' && wasCut ? refused('renewal-lost') : fresh;
      note(id, told);
      if (fresh.error.tag !== 'auth') return told;
      await vitals.renewalEnds(id);
      await refuse(id, secret);
      return told;
    }
    const kept = await keep(id, fresh.value);
    if (kept.tag === 'ok') await vitals.renewalEnds(id);
    else vitals.failed(id, kept.error, clock.now() + refreshPolicy.keepAgainMs);
    tellAccess(account, fresh.value);
    return fresh;
  };

  const refresh = (account: Account, secret: Secret): Promise<Result<Secret, ConnectorError>> => {
    // Somebody was quicker: a pair is renewed once.
    const current = secrets.get(account.id);
    if (current !== undefined && current !== secret) return Promise.resolve(ok(current));
    const running = refreshing.get(account.id);
    if (running) return running;
    const promise = renew(account, secret).finally(() => refreshing.delete(account.id));
    refreshing.set(account.id, promise);
    return promise;
  };

  /** The secret to use now: renewed ahead of its end, or as it is for as long as it works. */
  const fresh = async (account: Account): Promise<Result<Secret, ConnectorError>> => {
    const secret = await load(account);
    if (secret.tag === 'err') return secret;
    const now = clock.now();
    const at = deps.connectorFor(account).refreshAt(secret.value);
    if (at === null || now < at - refreshPolicy.aheadMs) return secret;
    const works = now < at;
    if (works && now < (notBefore.get(account.id) ?? 0)) return secret;
    const renewed = await refresh(account, secret.value);
    // A server that cannot renew now is no reason not to use what it still takes.
    return renewed.tag === 'err' && renewed.error.tag !== 'auth' && works ? secret : renewed;
  };

  const use: AccountAccess['use'] = async (id, signal, work) => {
    const account = book.get(id);
    if (!account) return refused('account-missing');
    if (account.health.tag === 'disconnected') return refused('account-missing');
    if (account.health.tag === 'refused') return refused('token-revoked');
    const connector = deps.connectorFor(account);
    const secret = await fresh(account);
    if (secret.tag === 'err') return secret;
    const attempt = async (held: Secret): Promise<Awaited<ReturnType<typeof work>>> => {
      const answer = paced(id, await work(connector, contextOf(account, held, signal)));
      // What Vigie itself cut off says nothing of the server.
      if (!signal.aborted) note(id, answer);
      return answer;
    };
    const first = await attempt(secret.value);
    if (first.tag === 'ok' || first.error.tag !== 'auth') return first;
    if (first.error.failure.code === 'scope-missing') return first;
    // `auth` means that the work was not done, so once more with a fresh token is no repeat.
    const isOld = secrets.get(id) !== secret.value;
    if (isOld || connector.refreshAt(secret.value) !== null) {
      const again = await refresh(account, secret.value);
      if (again.tag === 'err') return again;
      const second = await attempt(again.value);
      if (second.tag === 'err' && second.error.tag === 'auth') await refuse(id, again.value);
      return second;
    }
    await refuse(id, secret.value);
    return first;
  };

  const serverTime: AccountAccess['serverTime'] = async (id, signal) => {
    const account = book.get(id);
    const health = account?.health.tag ?? 'disconnected';
    if (account === null || health === 'disconnected')
      return { at: null, error: { tag: 'auth', failure: failure('account-missing') } };
    let at: number | null = null;
    const ask = async (connector: Connector, ctx: ConnectorContext) => {
      const door = listening(ctx.http, account.origin);
      const answer = await connector.serverTime({ ...ctx, http: door.http });
      if (answer.tag === 'ok') at = answer.value;
      else at = isRefusal(answer.error) ? door.heard() : null;
      return answer;
    };
    const isGone = health === 'refused' || health === 'locked';
    const answer = isGone
      ? // Not through the account's own door: what a stranger may still ask is not its budget.
        await ask(deps.connectorFor(account), { ...contextOf(account, noSecret, signal), http: deps.http })
      : await use(id, signal, ask);
    const error = answer.tag === 'ok' || (isGone && answer.error.tag === 'auth') ? null : answer.error;
    return { at, error };
  };

  return {
    use,
    serverTime,
    keep: async (id, secret) => {
      const kept = await keep(id, secret);
      await vitals.begin(id);
      return kept;
    },
    forget: async (id) => {
      gone.add(id);
      secrets.delete(id);
      unkept.delete(id);
      notBefore.delete(id);
      await vitals.forget(id);
      return vault.erase(id);
    },
    setHealth,
  };
}
