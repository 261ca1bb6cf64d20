import type { Account } from '../../src-shared/domain/account.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { accountId, type AccountId, type WorkspaceId } from '../../src-shared/ids.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { AuthoriseContext, Connector, Session } from '../connectors/contract.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Clock } from '../engine/clock.ts';
import type { Http } from '../engine/http.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountAccess } from './account-access.ts';
import type { AccountBook } from './account-book.ts';

export interface ConnectInput {
  readonly attempt: string;
  readonly workspaceId: WorkspaceId;
  readonly network: NetworkId;
  readonly fields: Readonly<Record<string, string>>;
  readonly reconnect: AccountId | null;
}

export interface Connecting {
  connect(input: ConnectInput): Promise<Result<AccountId, Failure>>;
  /** Takes a session that was had otherwise (the training workspace) into the book. */
  adopt(
    session: Session,
    network: NetworkId,
    workspaceId: WorkspaceId,
    reconnect: AccountId | null,
  ): Promise<Result<AccountId, Failure>>;
  cancel(attempt: string): void;
}

/** Connects an account, or renews it: authorise, keep the secret in the vault, then write the account down. */
export function createConnecting(deps: {
  readonly book: AccountBook;
  readonly access: AccountAccess;
  readonly vault: Vault;
  readonly http: Http;
  readonly clock: Clock;
  readonly connectorOf: (network: NetworkId) => Connector;
  readonly loopback: (signal: AbortSignal) => AuthoriseContext['loopback'];
  readonly random: (bytes: number) => string;
  /** Lets the servers that a form names be reached while `work` lasts. */
  readonly naming: <T>(servers: readonly string[], work: () => Promise<T>) => Promise<T>;
  readonly progress: (attempt: string, stage: string) => void;
}): Connecting {
  const { book, clock } = deps;
  const running = new Map<string, AbortController>();

  const adopt: Connecting['adopt'] = async (session, network, workspaceId, reconnect) => {
    const { identity, secret } = session;
    const id = accountId(network, identity.server, identity.remoteId);
    const known = book.get(id);
    if (reconnect !== null && reconnect !== id)
      return err(failure('authorisation-mismatch', { handle: identity.handle }));
    if (reconnect === null && known && known.health.tag !== 'disconnected')
      return err(failure('already-connected', { handle: identity.handle }));
    const kept = await deps.access.keep(id, secret);
    if (kept.tag === 'err') return kept;
    const account: Account = {
      id,
      workspaceId: known?.workspaceId ?? workspaceId,
      network,
      server: identity.server,
      origin: identity.origin,
      remoteId: identity.remoteId,
      handle: identity.handle,
      name: identity.name,
      avatarUrl: identity.avatarUrl,
      manifest: identity.manifest,
      health: { tag: 'ok' },
      secretIn: deps.vault.kind,
      connectedAt: known?.connectedAt ?? clock.now(),
      lastSyncAt: known?.lastSyncAt ?? null,
    };
    const saved = await book.save(account);
    if (saved.tag === 'err') return saved;
    return ok(id);
  };

  return {
    adopt,
    connect: async (input) => {
      const abort = new AbortController();
      running.set(input.attempt, abort);
      try {
        const connector = deps.connectorOf(input.network);
        const servers = connector.manifest.auth.fields.flatMap(({ kind, name }) =>
          kind === 'server' ? [input.fields[name] ?? ''] : [],
        );
        const session = await deps.naming(servers, () =>
          connector.authorise({
            http: deps.http,
            signal: abort.signal,
            now: () => clock.now(),
            random: deps.random,
            progress: (stage) => deps.progress(input.attempt, stage),
            loopback: deps.loopback(abort.signal),
            fields: input.fields,
          }),
        );
        if (abort.signal.aborted) return err(failure('authorisation-cancelled'));
        if (session.tag === 'err') return err(failureOf(session.error));
        return await adopt(session.value, input.network, input.workspaceId, input.reconnect);
      } finally {
        running.delete(input.attempt);
      }
    },
    cancel: (attempt) => running.get(attempt)?.abort(),
  };
}
