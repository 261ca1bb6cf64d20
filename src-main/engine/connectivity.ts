import type { Status } from '../../src-shared/bridge/status.ts';
import { privateAddressCode } from './address-guard.ts';
import type { Clock } from './clock.ts';
import type { Http, HttpError } from './http.ts';

/**
 * Whether servers can be reached, judged by what happens to requests. What the system or the page says about the
 * network is a hint that asks for a look, never a verdict.
 */
export interface Connectivity {
  /** The same Http, with every request to anybody taken as evidence. */
  watch(http: Http): Http;
  /** False while requests to this origin are known to go nowhere; true when nothing is known. */
  online(origin: string): boolean;
  /** A request to this origin never left. */
  unreached(origin: string): void;
  /** The system says that the network came or went: servers are asked. */
  hint(online: boolean): void;
  /** Asks this origin now when it is known to be out of reach. */
  ask(origin: string): void;
  status(): Status['connectivity'];
  /** Called with the origin that came or went. */
  onChange(listener: (origin: string, online: boolean) => void): void;
  stop(): void;
}

export interface ConnectivityDeps {
  readonly http: Http;
  readonly clock: Clock;
  /** 0 ≤ n < 1, spreads probes. */
  readonly random: () => number;
  /** Origins of the connected accounts: only these are judged. */
  readonly servers: () => readonly string[];
}

interface Server {
  reached: boolean;
  /** Probes in a row that found nobody. */
  failures: number;
  probeAt: number;
}

const firstProbeMs = 2_000;
const longestProbeMs = 60_000;
const probeTimeoutMs = 10_000;

export function createConnectivity(deps: ConnectivityDeps): Connectivity {
  const { clock } = deps;
  const servers = new Map<string, Server>();
  const probing = new Set<string>();
  const listeners: ((origin: string, online: boolean) => void)[] = [];
  const abort = new AbortController();
  let wake: (() => void) | null = null;
  let status: Status['connectivity'] = { tag: 'unknown', since: clock.now() };

  const judge = (): void => {
    const known = deps.servers().flatMap((origin) => servers.get(origin) ?? []);
    const tag = known.some(({ reached }) => reached) ? 'online' : known.length > 0 ? 'offline' : 'unknown';
    if (tag !== status.tag) status = { tag, since: clock.now() };
  };

  const tell = (origin: string, online: boolean): void => {
    judge();
    for (const listener of listeners) listener(origin, online);
  };

  const arm = (): void => {
    wake?.();
    wake = null;
    if (abort.signal.aborted) return;
    const down = [...servers].filter(([origin, { reached }]) => !reached && !probing.has(origin));
    if (down.length === 0) return;
    const at = Math.min(...down.map(([, { probeAt }]) => probeAt));
    wake = clock.after(Math.max(0, at - clock.now()), probeDue);
  };

  const reached = (origin: string): void => {
    if (servers.get(origin)?.reached === true) return;
    servers.set(origin, { reached: true, failures: 0, probeAt: 0 });
    // Where one answers, the others may have come back with it.
    for (const other of servers.values())
      if (!other.reached) Object.assign(other, { failures: 0, probeAt: clock.now() });
    tell(origin, true);
    arm();
  };

  const unreached = (origin: string): void => {
    if (servers.get(origin)?.reached === false) return;
    const probeAt = clock.now() + firstProbeMs * (0.75 + deps.random() / 2);
    servers.set(origin, { reached: false, failures: 0, probeAt });
    tell(origin, false);
    arm();
    // The line may be gone for all of them: one that is asked rarely would go on looking reachable for minutes.
    for (const other of deps.servers()) if (servers.get(other)?.reached === true) void probe(other);
  };

  /** One cheap question; any answer at all is a yes. */
  const probe = async (origin: string): Promise<void> => {
    if (probing.has(origin)) return;
    probing.add(origin);
    const answer = await deps.http.request({
      method: 'GET',
      url: `${origin}/robots.txt`,
      signal: abort.signal,
      timeoutMs: probeTimeoutMs,
    });
    probing.delete(origin);
    if (abort.signal.aborted) return;
    const server = servers.get(origin);
    if (answer.tag === 'ok' || answer.error.tag === 'too-large') return reached(origin);
    if (server === undefined || server.reached) {
      if (answer.error.tag === 'not-sent') unreached(origin);
      return;
    }
    server.failures += 1;
    const pause = Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(server.failures, 8));
    server.probeAt = clock.now() + pause * (0.75 + deps.random() / 2);
    arm();
  };

  const probeDue = (): void => {
    wake = null;
    const ours = deps.servers();
    for (const origin of servers.keys()) if (!ours.includes(origin)) servers.delete(origin);
    for (const [origin, server] of servers)
      if (!server.reached && server.probeAt <= clock.now()) void probe(origin);
    arm();
  };

  const take = (url: string, error: HttpError | null): void => {
    if (!URL.canParse(url)) return;
    const { origin } = new URL(url);
    if (!deps.servers().includes(origin)) return;
    if (error === null || error.tag === 'too-large') return reached(origin);
    // A cut says neither, and is worth a look: a line that went away often shows itself so first.
    if (error.tag === 'cut' && servers.get(origin)?.reached !== false) void probe(origin);
    // Not asking an address that nobody may ask says nothing about the network.
    if (error.tag === 'not-sent' && error.failure.detail['cause'] !== privateAddressCode) unreached(origin);
  };

  return {
    watch: (http) => ({
      request: async (request) => {
        const answer = await http.request(request);
        take(request.url, answer.tag === 'ok' ? null : answer.error);
        return answer;
      },
      download: async (request) => {
        const answer = await http.download(request);
        take(request.url, answer.tag === 'ok' ? null : answer.error);
        return answer;
      },
      webSocket: (request) => http.webSocket(request),
    }),
    online: (origin) => servers.get(origin)?.reached ?? true,
    unreached,
    hint: (online) => {
      for (const origin of new Set(deps.servers())) {
        const server = servers.get(origin);
        // Whoever answers is only asked again when the system says that nobody can be asked.
        if (online && server?.reached === true) continue;
        if (server) server.failures = 0;
        void probe(origin);
      }
    },
    ask: (origin) => {
      if (servers.get(origin)?.reached === false) void probe(origin);
    },
    status: () => status,
    onChange: (listener) => {
      listeners.push(listener);
    },
    stop: () => {
      abort.abort();
      wake?.();
      wake = null;
    },
  };
}
