/** Starts a real Bluesky network for a test, or says why it can't be had on this machine. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** Time to allow for `startBlueskyNetwork` in a hook: the first call on a machine installs and compiles. */
export const BLUESKY_START_TIMEOUT_MS = 600_000;

export interface BlueskyAccount {
  readonly did: string;
  /** Ends in `.test`; the part before has 3 to 18 letters, digits or hyphens. */
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

export interface BlueskyNetwork {
  /** `http://localhost:PORT` without a slash at the end, as the DID documents have it. */
  readonly pdsUrl: string;
  readonly plcUrl: string;
  readonly appViewUrl: string;
  /** `Authorization` header of the PDS's administrator, for `com.atproto.admin.*`. */
  readonly adminAuthorization: string;
  /** Holds all its data; gone after `close`. */
  readonly directory: string;
  readonly createAccount: (wanted: {
    readonly handle: string;
    readonly email?: string;
    readonly password?: string;
  }) => Promise<BlueskyAccount>;
  /** An app password, `xxxx-xxxx-xxxx-xxxx`. `name` must be new for the account; `privileged` allows direct messages. */
  readonly createAppPassword: (
    account: BlueskyAccount,
    options: { readonly name: string; readonly privileged?: boolean },
  ) => Promise<string>;
  /** An access token that the PDS itself signed and whose time was over a minute ago. */
  readonly createExpiredAccessToken: (did: string) => Promise<string>;
  /**
   * Waits until the AppView has indexed everything written so far. Also to be called between a post and what somebody
   * else does to it: repositories are indexed side by side, and a reply that comes before its parent notifies nobody.
   */
  readonly processAll: () => Promise<void>;
  /** Ends all its processes and removes its data. May be called more than once. */
  readonly close: () => Promise<void>;
}

const Installed = v.union([v.object({ ready: v.literal(true) }), v.object({ unavailable: v.string() })]);
const Ready = v.object({
  pdsUrl: v.string(),
  plcUrl: v.string(),
  appViewUrl: v.string(),
  controlUrl: v.string(),
  adminAuthorization: v.string(),
  directory: v.string(),
});
const CreatedAccount = v.object({ did: v.string(), handle: v.string() });
const CreatedPassword = v.object({ password: v.string() });
const CreatedToken = v.object({ accessJwt: v.string() });

interface Script {
  readonly child: ChildProcessWithoutNullStreams;
  /** The first line on standard output; rejects with what the script said on standard error when it ends without. */
  readonly firstLine: Promise<string>;
}

function runScript(name: string): Script {
  // Bundled, this module lies elsewhere and its scripts do not.
  const file =
    [fileURLToPath(new URL(`./${name}`, import.meta.url)), path.resolve('tests/servers/bluesky', name)].find(
      (place) => existsSync(place),
    ) ?? name;
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-4_000);
  });
  child.stdin.on('error', () => undefined); // it ended before us: its exit is what we look at
  const firstLine = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`${name} ended (${code ?? signal})\n${said}`)));
  });
  return { child, firstLine };
}

/**
 * Starts PDS, PLC directory and AppView on loopback, with data of their own (7 s; the first time on a machine about
 * two minutes more). The network ends with this process, however this one ends.
 *
 * @returns the network, or `unavailable` with the reason in one line where it can't be had (not Linux, no Redis and
 * not root, no compiler, no package registry). Throws when everything is there and it does not start: that is a bug.
 */
export async function startBlueskyNetwork(): Promise<BlueskyNetwork | { readonly unavailable: string }> {
  const installed = v.parse(Installed, JSON.parse(await runScript('install.mjs').firstLine));
  if ('unavailable' in installed)
    return { unavailable: `no real Bluesky network here: ${installed.unavailable}` };

  const { child, firstLine } = runScript('server.mjs');
  const { controlUrl, ...urls } = v.parse(Ready, JSON.parse(await firstLine));

  const control = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${controlUrl}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };

  return {
    ...urls,
    createAccount: async ({
      handle,
      email = `${handle.split('.')[0]}@example.com`,
      password = `password of ${handle}`,
    }) => {
      const { did } = v.parse(CreatedAccount, await control('/accounts', { handle, email, password }));
      return { did, handle, email, password };
    },
    createAppPassword: async ({ handle, password }, options) =>
      v.parse(CreatedPassword, await control('/app-passwords', { handle, password, ...options })).password,
    createExpiredAccessToken: async (did) =>
      v.parse(CreatedToken, await control('/expired-access-token', { did })).accessJwt,
    processAll: async () => {
      await control('/process-all', {});
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
