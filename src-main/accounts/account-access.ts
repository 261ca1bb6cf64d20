import type { Account, AccountHealth } from '../../src-shared/domain/account.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId, MediaHash } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connector, ConnectorContext, ConnectorError, Secret } from '../connectors/contract.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import type { Http } from '../engine/http.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';

/** Lends a connector and a context with a fresh secret, for the time of one call. */
export interface AccountAccess {
  use<T>(
    id: AccountId,
    signal: AbortSignal,
    work: (connector: Connector, ctx: ConnectorContext) => Promise<Result<T, ConnectorError>>,
  ): Promise<Result<T, ConnectorError>>;
  /** Keeps a secret: in the vault first, then for use. */
  keep(id: AccountId, secret: Secret): Promise<Result<null, Failure>>;
  forget(id: AccountId): Promise<Result<null, Failure>>;
  setHealth(id: AccountId, health: AccountHealth): Promise<void>;
}

/** A token is refreshed this long before it ends. */
const refreshAheadMs = 2 * 60_000;

/**
 * One refresh in flight per account, the new pair stored before it is used; a crash between the two is survivable
 * because connectors' `refresh` may be repeated with the old secret.
 */
export function createAccountAccess(deps: {
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly http: Http;
  readonly clock: Clock;
  readonly connectorFor: (account: Account) => Connector;
  readonly openMedia: (hash: MediaHash) => Promise<Result<Uint8Array, Failure>>;
  readonly log: Log;
}): AccountAccess {
  const { book, vault, clock, log } = deps;
  const secrets = new Map<AccountId, Secret>();
  const refreshing = new Map<AccountId, Promise<Result<Secret, ConnectorError>>>();

  const refused = (
    code: 'account-missing' | 'token-revoked' | 'account-blocked',
  ): Result<never, ConnectorError> => err({ tag: 'auth', failure: failure(code) });

  const contextOf = (account: Account, secret: Secret, signal: AbortSignal): ConnectorContext => ({
    http: deps.http,
    origin: account.origin,
    secret,
    signal,
    now: () => clock.now(),
    manifest: account.manifest,
    me: { remoteId: account.remoteId, handle: account.handle },
    openMedia: deps.openMedia,
  });

  const setHealth = async (id: AccountId, health: AccountHealth): Promise<void> => {
    const account = book.get(id);
    if (!account || account.health.tag === health.tag) return;
    log.info('account.health', { account: id, tag: health.tag });
    await book.save({ ...account, health });
  };

  const load = async (account: Account): Promise<Result<Secret, ConnectorError>> => {
    const cached = secrets.get(account.id);
    if (cached) return ok(cached);
    const read = await vault.read(account.id);
    if (read.tag === 'err') return err({ tag: 'auth', failure: read.error });
    if (read.value === null) {
      await setHealth(account.id, { tag: 'locked', since: clock.now() });
      return refused('account-blocked');
    }
    secrets.set(account.id, read.value);
    return ok(read.value);
  };

  const keep = async (id: AccountId, secret: Secret): Promise<Result<null, Failure>> => {
    const written = await vault.write(id, secret);
    secrets.set(id, secret);
    return written;
  };

  const refresh = (account: Account, secret: Secret): Promise<Result<Secret, ConnectorError>> => {
    const running = refreshing.get(account.id);
    if (running) return running;
    const work = async (): Promise<Result<Secret, ConnectorError>> => {
      // Its own signal: a caller that gives up must not lose a pair that the server has already rotated.
      const ctx = contextOf(account, secret, new AbortController().signal);
      const fresh = await deps.connectorFor(account).refresh(ctx);
      if (fresh.tag === 'err') {
        log.warn('account.refresh-failed', { account: account.id, tag: fresh.error.tag });
        if (fresh.error.tag === 'auth') await setHealth(account.id, { tag: 'refused', since: clock.now() });
        return fresh;
      }
      const kept = await keep(account.id, fresh.value);
      if (kept.tag === 'err')
        log.error('account.keep-failed', { account: account.id, code: kept.error.code });
      return fresh;
    };
    const promise = work().finally(() => refreshing.delete(account.id));
    refreshing.set(account.id, promise);
    return promise;
  };

  const fresh = async (account: Account): Promise<Result<Secret, ConnectorError>> => {
    const secret = await load(account);
    if (secret.tag === 'err') return secret;
    const at = deps.connectorFor(account).refreshAt(secret.value);
    return at !== null && at - refreshAheadMs <= clock.now() ? refresh(account, secret.value) : secret;
  };

  return {
    use: async (id, signal, work) => {
      const account = book.get(id);
      if (!account) return refused('account-missing');
      if (account.health.tag === 'disconnected') return refused('account-missing');
      if (account.health.tag === 'refused') return refused('token-revoked');
      const connector = deps.connectorFor(account);
      const secret = await fresh(account);
      if (secret.tag === 'err') return secret;
      const first = await work(connector, contextOf(account, secret.value, signal));
      if (first.tag === 'ok' || first.error.tag !== 'auth') return first;
      if (first.error.failure.code === 'scope-missing') return first;
      // `auth` means that the work was not done, so once more with a fresh token is no repeat.
      if (connector.refreshAt(secret.value) !== null) {
        const again = await refresh(account, secret.value);
        if (again.tag === 'err') return again;
        const second = await work(connector, contextOf(account, again.value, signal));
        if (second.tag === 'ok' || second.error.tag !== 'auth') return second;
      }
      await setHealth(id, { tag: 'refused', since: clock.now() });
      return first;
    },
    keep,
    forget: async (id) => {
      secrets.delete(id);
      return vault.erase(id);
    },
    setHealth,
  };
}
