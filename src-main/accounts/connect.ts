import type { Account } from '../../src-shared/domain/account.ts';
import { isSameName } from '../../src-shared/domain/described.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { accountId, type AccountId, type WorkspaceId } from '../../src-shared/ids.ts';
import { byHandWay } from '../../src-shared/networks/by-hand.ts';
import { waysOf } from '../../src-shared/networks/manifest.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { AuthoriseContext, Choice, Connector, Session } from '../connectors/contract.ts';
import { byHandSession } from '../connectors/by-hand.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Clock } from '../engine/clock.ts';
import type { Http } from '../engine/http.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountAccess } from './account-access.ts';
import type { AccountBook } from './account-book.ts';
import type { SharersOf } from './shared-access.ts';
import { describedAs } from './correct.ts';

export interface ConnectInput {
  readonly attempt: string;
  readonly workspaceId: WorkspaceId;
  readonly network: NetworkId;
  readonly fields: Readonly<Record<string, string>>;
  readonly reconnect: AccountId | null;
  /** One of the manifest's ways; absent: the first. */
  readonly way?: string | undefined;
}

/** What a connection asks of the person while it is under way. */
export type Ask =
  /** The address at which the browser ended. */
  { readonly tag: 'paste' } | { readonly tag: 'choose'; readonly choices: readonly Choice[] };
export type AskAnswer =
  | { readonly tag: 'pasted'; readonly text: string }
  | { readonly tag: 'chosen'; readonly ids: readonly string[] };

export interface Connecting {
  /** The accounts that were connected: one, or those that the person chose. */
  connect(input: ConnectInput): Promise<Result<readonly AccountId[], Failure>>;
  /** The person's answer to what was asked. Without a question it changes nothing. */
  answer(attempt: string, answer: AskAnswer): void;
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
  readonly sharersOf: SharersOf;
  readonly vault: Vault;
  readonly http: Http;
  readonly clock: Clock;
  readonly connectorOf: (network: NetworkId) => Connector;
  readonly loopback: (signal: AbortSignal) => AuthoriseContext['loopback'];
  readonly random: (bytes: number) => string;
  /** Lets the servers that a form names be reached while `work` lasts. */
  readonly naming: <T>(servers: readonly string[], work: () => Promise<T>) => Promise<T>;
  readonly progress: (attempt: string, stage: string) => void;
  readonly ask: (attempt: string, ask: Ask) => void;
  readonly openBrowser: (url: string) => Promise<Result<null, Failure>>;
}): Connecting {
  const { book, clock } = deps;
  const running = new Map<string, AbortController>();
  const asked = new Map<string, (answer: Result<AskAnswer, Failure>) => void>();

  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(ms, done);
      if (signal.aborted) done();
      else signal.addEventListener('abort', done, { once: true });
    });

  const ask = (attempt: string, question: Ask, signal: AbortSignal): Promise<Result<AskAnswer, Failure>> =>
    new Promise((resolve) => {
      const onAbort = (): void => done(err(failure('authorisation-cancelled')));
      const done = (answer: Result<AskAnswer, Failure>): void => {
        asked.delete(attempt);
        signal.removeEventListener('abort', onAbort);
        resolve(answer);
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      asked.set(attempt, done);
      deps.ask(attempt, question);
    });

  /** Of a described network, whose page and name may have been corrected, an account is known by what it is called. */
  const idOf = ({ identity }: Session, network: NetworkId): AccountId => {
    const { manifest, handle } = identity;
    const named = manifest.custom === undefined ? [] : describedAs(book.list(), manifest.name);
    const twin = named.find((one) => isSameName(one.handle, handle));
    return twin?.id ?? accountId(network, identity.server, identity.remoteId);
  };

  const adopt: Connecting['adopt'] = async (session, network, workspaceId, reconnect) => {
    const { identity, secret } = session;
    const id = idOf(session, network);
    const known = book.get(id);
    if (reconnect !== null && reconnect !== id)
      return err(failure('authorisation-mismatch', { handle: identity.handle }));
    if (reconnect === null && known && known.health.tag !== 'disconnected')
      return err(failure('already-connected', { handle: identity.handle }));
    // There is nothing to keep of an account that is connected to nothing.
    if (identity.manifest.byHand !== true) {
      const kept = await deps.access.keep(id, secret);
      if (kept.tag === 'err') return kept;
    }
    const account: Account = {
      id,
      workspaceId: known?.workspaceId ?? workspaceId,
      network,
      server: identity.server,
      origin: identity.origin,
      remoteId: known?.remoteId ?? identity.remoteId,
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

  /**
   * Of a login that reaches several accounts, those that were renewed or are new; at least one, or an error. A new
   * access may end the one before: whoever shared that one is renewed as well.
   */
  const adoptAll = async (
    sessions: readonly Session[],
    { network, workspaceId, reconnect }: ConnectInput,
    sharers: readonly Account[],
  ): Promise<Result<readonly AccountId[], Failure>> => {
    const wanted =
      reconnect === null ? sessions : sessions.filter((session) => idOf(session, network) === reconnect);
    const [first] = sessions;
    if (wanted.length === 0)
      return err(failure('authorisation-mismatch', { handle: first?.identity.handle ?? '' }));
    const ids: AccountId[] = [];
    let trouble: Failure | null = null;
    for (const session of wanted) {
      const adopted = await adopt(session, network, workspaceId, reconnect);
      if (adopted.tag === 'ok') ids.push(adopted.value);
      else trouble ??= adopted.error;
    }
    if (ids.length === 0) return err(trouble ?? failure('internal'));
    for (const session of sessions) {
      const sharer = sharers.find(({ id }) => id === idOf(session, network));
      if (sharer === undefined || ids.includes(sharer.id)) continue;
      const adopted = await adopt(session, network, sharer.workspaceId, sharer.id);
      if (adopted.tag === 'ok') ids.push(adopted.value);
    }
    return ok(ids);
  };

  return {
    adopt,
    connect: async (input) => {
      const abort = new AbortController();
      running.set(input.attempt, abort);
      try {
        const connector = deps.connectorOf(input.network);
        const sharers = input.reconnect === null ? [] : await deps.sharersOf(input.reconnect);
        const ways = [...waysOf(connector.manifest), byHandWay];
        const way = ways.find(({ name }) => name === input.way) ?? ways[0];
        if (way === undefined) return err(failure('internal'));
        const servers = way.fields.flatMap(({ kind, name }) =>
          kind === 'server' ? [input.fields[name] ?? ''] : [],
        );
        if (way === byHandWay) {
          const byHand = byHandSession(connector.manifest, input.fields);
          return byHand.tag === 'err'
            ? err(failureOf(byHand.error))
            : await adoptAll(byHand.value, input, []);
        }
        const session = await deps.naming(servers, () =>
          connector.authorise({
            http: deps.http,
            signal: abort.signal,
            now: () => clock.now(),
            random: deps.random,
            progress: (stage) => deps.progress(input.attempt, stage),
            loopback: deps.loopback(abort.signal),
            fields: input.fields,
            pause: (ms) => pause(ms, abort.signal),
            way: way.name,
            paste: async (url) => {
              const opened = await deps.openBrowser(url);
              if (opened.tag === 'err') return opened;
              const answer = await ask(input.attempt, { tag: 'paste' }, abort.signal);
              if (answer.tag === 'err') return answer;
              return answer.value.tag === 'pasted' ? ok(answer.value.text) : err(failure('internal'));
            },
            choose: async (choices) => {
              const answer = await ask(input.attempt, { tag: 'choose', choices }, abort.signal);
              if (answer.tag === 'err') return answer;
              if (answer.value.tag !== 'chosen' || answer.value.ids.length === 0)
                return err(failure('authorisation-cancelled'));
              const shared = choices.flatMap(({ id }) =>
                sharers.some(({ remoteId }) => remoteId === id) ? [id] : [],
              );
              return ok([...new Set([...answer.value.ids, ...shared])]);
            },
          }),
        );
        if (abort.signal.aborted) return err(failure('authorisation-cancelled'));
        if (session.tag === 'err') return err(failureOf(session.error));
        return await adoptAll(session.value, input, sharers);
      } finally {
        running.delete(input.attempt);
      }
    },
    answer: (attempt, answer) => asked.get(attempt)?.(ok(answer)),
    cancel: (attempt) => running.get(attempt)?.abort(),
  };
}
