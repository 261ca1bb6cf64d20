/**
 * A real Bluesky network (PDS, PLC directory, AppView with PostgreSQL and Redis) on loopback, as a child process.
 *
 * Prints one JSON line on standard output when it is up:
 * `{"pdsUrl","plcUrl","appViewUrl","controlUrl","adminAuthorization","directory"}`; adminAuthorization is a header for the
 * PDS, directory its temporary one.
 * Ends when standard input closes (its parent ended), or at SIGTERM or SIGINT; see guard.mjs for the rest.
 * Start it through start.ts.
 */
// First, before anything listens.
import { freePort } from './loopback.mjs';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres, startRedis } from './databases.mjs';

// Standard output carries the ready line alone.
console.log = console.error;
console.info = console.error;

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'vigie-bluesky-')));
const guard = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url)), directory], {
  detached: true,
  stdio: ['pipe', 'ignore', 'ignore'],
});
guard.stdin.on('error', () => {});
// The PDS keeps its data and blobs under the temporary directory of the process.
process.env.TMPDIR = directory;

const stops = [];
let isStopping = false;

/** Stops what was started, the last first. Whatever does not stop in time is left to the guard. */
async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  const all = (async () => {
    for (const each of stops.reverse()) await each().catch((error) => console.error(error));
  })();
  await Promise.race([all, wait(10_000)]);
  const cleared = once(guard, 'exit');
  guard.stdin.end();
  await Promise.race([cleared, wait(10_000)]);
  process.exit(code);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void stop(0));
process.stdin.resume();
process.stdin.on('error', () => void stop(0));
process.stdin.on('close', () => void stop(0));
process.on('uncaughtException', (error) => {
  // Once it stops, connections break under the servers' hands; before that it is a real failure.
  console.error(error);
  void stop(1);
});

try {
  const [postgres, redis] = await Promise.all([startPostgres(directory), startRedis(directory)]);
  stops.push(postgres.stop, redis.stop);
  process.env.REDIS_HOST = redis.address;

  const { TestNetwork } = await import('@atproto/dev-env');
  const { createControlServer } = await import('./control.mjs');
  const appViewPort = await freePort();
  const appViewUrl = `http://localhost:${appViewPort}`;
  const bypassKey = randomBytes(16).toString('hex');
  const network = await TestNetwork.create({
    dbPostgresUrl: postgres.url,
    dbPostgresSchema: 'vigie',
    pds: {
      rateLimitsEnabled: true,
      rateLimitBypassKey: bypassKey,
      // As bsky.social and the self-hosted distribution are set, not as the development defaults are.
      enableDidDocWithSession: true,
      blobUploadLimit: 104_857_600,
      bskyAppViewCdnUrlPattern: `${appViewUrl}/img/%s/plain/%s/%s`,
    },
    // Its own address as the public one, so that the picture addresses in its answers can be fetched.
    bsky: { port: appViewPort, publicUrl: appViewUrl },
  });
  stops.push(() => network.close());

  const control = createControlServer(network, bypassKey);
  control.listen(0);
  await once(control, 'listening');
  stops.push(async () => {
    control.close();
    control.closeAllConnections();
  });

  const ready = {
    pdsUrl: network.pds.url,
    plcUrl: network.plc.url,
    appViewUrl: network.bsky.url,
    controlUrl: `http://127.0.0.1:${control.address().port}`,
    adminAuthorization: network.pds.adminAuth(),
    directory,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
} catch (error) {
  console.error(error);
  await stop(1);
}
