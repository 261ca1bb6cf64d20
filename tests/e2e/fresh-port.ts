import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports of one worker alone, below those that the system hands out: a server that is away for minutes keeps its port free,
 * and nobody else may answer on it meanwhile.
 */
const first = 20_000;
const each = 1_000;
let next = Math.floor(Math.random() * each);

/** A port on which nobody listens, and on which no other worker ever will. */
export async function freshPort(): Promise<number> {
  const own = first + Number(process.env['TEST_PARALLEL_INDEX'] ?? 0) * each;
  for (let tries = 0; tries < each; tries += 1) {
    const port = own + (next % each);
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${String(own)} to ${String(own + each)}`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
