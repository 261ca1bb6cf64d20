/**
 * The simulators as a process of their own: an Electron utility process of the app, or plain node.
 *
 * Settings: JSON in the first argument (see `WorkspaceSettings`), the folder also in VIGIE_SIM_DIR.
 * Says, once it listens, one message `{ tag: 'ready', ... }`: posted to the parent where there is one, otherwise
 * printed as one line of JSON. When it cannot start: `{ tag: 'failed', message }` and exit code 1.
 * Stops on the message `{ tag: 'stop' }`, on SIGINT, on SIGTERM and on `POST /_sim/stop`.
 */
import * as v from 'valibot';
import { createRealClock } from './core/clock.ts';
import { startWorkspace } from './workspace.ts';

const settingsSchema = v.strictObject({
  dir: v.exactOptional(v.string()),
  networks: v.exactOptional(v.array(v.string())),
  ports: v.exactOptional(v.record(v.string(), v.number())),
  seed: v.exactOptional(v.number()),
  audienceRate: v.exactOptional(v.number()),
});

/** The part of Electron's `process.parentPort` that is used; declared here because nothing imports Electron. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

async function run(): Promise<void> {
  const candidate: unknown = Reflect.get(process, 'parentPort');
  const parent = isParentPort(candidate) ? candidate : undefined;
  const say = (message: unknown): void => {
    if (parent) parent.postMessage(message);
    else process.stdout.write(`${JSON.stringify(message)}\n`);
  };
  try {
    const argument = process.argv.slice(2).find((word) => word.startsWith('{'));
    const given = v.parse(settingsSchema, argument === undefined ? {} : JSON.parse(argument));
    const fromEnvironment = process.env['VIGIE_SIM_DIR'];
    const settings = fromEnvironment === undefined ? given : { dir: fromEnvironment, ...given };
    const clock = createRealClock();
    const stop = (): void => void workspace.close().then(() => process.exit(0));
    const workspace = await startWorkspace(settings, {
      clock,
      onStop: stop,
      log: (line) => process.stderr.write(`${line}\n`),
    });
    parent?.on('message', ({ data }) => {
      if (typeof data === 'object' && data !== null && 'tag' in data && data.tag === 'stop') stop();
    });
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    say({
      tag: 'ready',
      control: { url: workspace.control.url, token: workspace.control.token },
      servers: workspace.sims.map(({ network, baseUrl, accounts }) => ({
        network,
        baseUrl,
        accounts: accounts.map(({ id, username, handle, displayName, login, password, form }) => ({
          id,
          username,
          handle,
          displayName,
          login,
          password,
          ...(form === undefined ? {} : { form }),
        })),
      })),
    });
  } catch (error) {
    say({ tag: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

void run();
