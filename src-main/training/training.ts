import { rm } from 'node:fs/promises';
import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { AccountId, WorkspaceId } from '../../src-shared/ids.ts';
import { waysOf } from '../../src-shared/networks/manifest.ts';
import { accountId, accountIdSchema, workspaceIdSchema } from '../../src-shared/ids.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Connecting } from '../accounts/connect.ts';
import type { AuthoriseContext, Connector } from '../connectors/contract.ts';
import { failureOf } from '../connectors/failure-of.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Http } from '../engine/http.ts';
import type { Journal } from '../journal/journal.ts';
import { signIn } from './robot-browser.ts';

interface SimulatedAccount {
  readonly handle: string;
  readonly displayName: string;
  readonly login: string;
  readonly password: string;
  /** What the form is filled with, by field, where it asks for more than a handle, a password and the server. */
  readonly form?: Readonly<Record<string, string>> | undefined;
}
interface SimulatedServer {
  readonly network: NetworkId;
  readonly baseUrl: string;
  readonly accounts: readonly SimulatedAccount[];
}
export interface Simulators {
  readonly control: { readonly url: string; readonly token: string };
  readonly servers: readonly SimulatedServer[];
  /** Resolves when they are gone. */
  readonly stop: () => Promise<void>;
}
export type StartSimulators = (settings: {
  readonly dir: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly audienceRate: number;
}) => Promise<Result<Simulators, Failure>>;

const rememberedSchema = v.object({
  ports: v.record(v.string(), v.number()),
  clients: v.array(v.object({ workspaceId: workspaceIdSchema, client: v.string() })),
});
type Remembered = v.InferOutput<typeof rememberedSchema>;
const key = 'training/workspace';

/**
 * The training workspace: simulated networks on this machine, two fictitious clients connected to them through the
 * same authorisation as anybody's, and an audience that reacts.
 */
export interface Training {
  /** Starts the servers again where an earlier run left them, before the accounts are followed. */
  resume(): Promise<void>;
  start(workspaceIds: readonly WorkspaceId[]): Promise<Result<readonly AccountId[], Failure>>;
  stir(workspaceId: WorkspaceId): Promise<Result<null, Failure>>;
  running(): boolean;
  /** Leaves the training for good: the servers and everything that was said on them. */
  end(): Promise<Result<null, Failure>>;
  stop(): void;
}

export function createTraining(deps: {
  readonly journal: Journal;
  readonly startSimulators: StartSimulators;
  readonly dir: string;
  readonly http: Http;
  readonly now: () => number;
  readonly random: (bytes: number) => string;
  readonly connectorOf: (network: NetworkId) => Connector;
  readonly connecting: Connecting;
  readonly loopback: (signal: AbortSignal) => AuthoriseContext['loopback'];
  readonly allow: (host: string) => void;
  readonly log: Log;
}): Training {
  let simulators: Simulators | null = null;
  let remembered: Remembered | null = null;

  const begin = async (ports: Readonly<Record<string, number>>): Promise<Result<Simulators, Failure>> => {
    if (simulators !== null) return ok(simulators);
    const started = await deps.startSimulators({ dir: deps.dir, ports, audienceRate: 1 });
    if (started.tag === 'err') return started;
    simulators = started.value;
    for (const server of simulators.servers) deps.allow(new URL(server.baseUrl).host);
    return started;
  };

  const connect = async (
    server: SimulatedServer,
    account: SimulatedAccount,
    workspaceId: WorkspaceId,
  ): Promise<Result<AccountId, Failure>> => {
    const connector = deps.connectorOf(server.network);
    const values = { handle: account.handle, secret: account.password, server: server.baseUrl } as const;
    const abort = new AbortController();
    const loopback = deps.loopback(abort.signal);
    const session = await connector.authorise({
      http: deps.http,
      signal: abort.signal,
      now: deps.now,
      random: deps.random,
      progress: () => undefined,
      // The person at the browser is fictitious too; everything else is the real flow.
      loopback: async (options) => {
        const real = await loopback(options);
        return { ...real, wait: (url) => signIn(url, real.redirectUri, account) };
      },
      way: waysOf(connector.manifest)[0]?.name ?? '',
      paste: async (url) => {
        const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
        const query = await signIn(url, redirectUri, account);
        return query.tag === 'ok' ? ok(`${redirectUri}?${query.value.toString()}`) : query;
      },
      // A login may reach more than the client whose training this is.
      choose: (choices) => {
        const own = choices.filter(({ name }) => name === account.displayName);
        return Promise.resolve(ok((own.length > 0 ? own : choices).map(({ id }) => id)));
      },
      fields: Object.fromEntries(
        connector.manifest.auth.fields.map(({ name, kind }) => [
          name,
          account.form?.[name] ??
            (kind === 'handle' || kind === 'secret' || kind === 'server' ? values[kind] : ''),
        ]),
      ),
    });
    abort.abort();
    if (session.tag === 'err') return err(failureOf(session.error));
    const [own] = session.value;
    if (own === undefined) return err(failure('internal'));
    const { identity } = own;
    // Starting again where an earlier run left accounts renews them.
    const id = accountId(server.network, identity.server, identity.remoteId);
    return deps.connecting.adopt(own, server.network, workspaceId, id);
  };

  return {
    resume: async () => {
      const stored = v.safeParse(rememberedSchema, await deps.journal.get(key));
      if (!stored.success) return;
      remembered = stored.output;
      const started = await begin(stored.output.ports);
      if (started.tag === 'err') deps.log.warn('training.not-started', { code: started.error.code });
    },
    start: async (workspaceIds) => {
      const started = await begin(remembered?.ports ?? {});
      if (started.tag === 'err') return started;
      const { servers } = started.value;
      const clients = [
        ...new Set(servers.flatMap((server) => server.accounts.map((one) => one.displayName))),
      ];
      const ids: AccountId[] = [];
      const bound: { workspaceId: WorkspaceId; client: string }[] = [];
      for (const [index, client] of clients.slice(0, workspaceIds.length).entries()) {
        const workspaceId = workspaceIds[index];
        if (workspaceId === undefined) continue;
        bound.push({ workspaceId, client });
        for (const server of servers) {
          for (const account of server.accounts.filter((one) => one.displayName === client)) {
            const connected = await connect(server, account, workspaceId);
            if (connected.tag === 'err') {
              deps.log.error('training.connect', { network: server.network, code: connected.error.code });
              return connected;
            }
            ids.push(connected.value);
          }
        }
      }
      remembered = {
        ports: Object.fromEntries(
          servers.map(({ network, baseUrl }) => [network, Number(new URL(baseUrl).port)]),
        ),
        clients: bound,
      };
      const written = await deps.journal.write([{ tag: 'put', key, value: remembered }]);
      return written.tag === 'ok' ? ok(ids.map((id) => v.parse(accountIdSchema, id))) : written;
    },
    stir: async (workspaceId) => {
      const client = remembered?.clients.find((one) => one.workspaceId === workspaceId)?.client;
      if (simulators === null || client === undefined) return err(failure('not-offered'));
      const { control, servers } = simulators;
      const candidates = servers.flatMap((server) =>
        server.accounts.filter((one) => one.displayName === client).map((one) => ({ server, one })),
      );
      // A character of random text is draw enough for who is spoken to.
      const pick = candidates[deps.random(4).charCodeAt(0) % candidates.length];
      if (!pick) return err(failure('not-offered'));
      const answer = await fetch(`${control.url}/_sim/${pick.server.network}/audience/act`, {
        method: 'POST',
        headers: { authorization: `Bearer ${control.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ account: pick.one.handle }),
      });
      return answer.ok ? ok(null) : err(failure('internal', { status: answer.status }));
    },
    running: () => simulators !== null,
    end: async () => {
      const running = simulators;
      simulators = null;
      remembered = null;
      const forgotten = await deps.journal.write([{ tag: 'del', key }]);
      if (forgotten.tag === 'err') return forgotten;
      await running?.stop();
      // What the servers kept is theirs alone; a file that stays costs nothing but its place.
      await rm(deps.dir, { recursive: true, force: true, maxRetries: 5 }).catch((error: unknown) =>
        deps.log.warn('training.not-erased', { error: error instanceof Error ? error.name : 'unknown' }),
      );
      return ok(null);
    },
    stop: () => void simulators?.stop(),
  };
}
