/**
 * Keeps everything this process serves on the loopback interface.
 *
 * The servers of the network call `listen(port)`, which opens the port on every interface of the machine: a test
 * network with known admin passwords must not be reachable from the next desk. Import this module first.
 */
import { once } from 'node:events';
import { createServer, Server } from 'node:net';

const HOST = '127.0.0.1';
const { listen } = Server.prototype;

Server.prototype.listen = function listenOnLoopback(...args) {
  const [first] = args;
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/u.test(first));
  if (isPort && typeof args[1] !== 'string') {
    return listen.call(this, Number(first), HOST, ...args.slice(1).filter((arg) => arg !== undefined));
  }
  if (typeof first === 'object' && first !== null && first.port !== undefined && first.host === undefined) {
    return listen.call(this, { ...first, host: HOST }, ...args.slice(1));
  }
  return listen.apply(this, args);
};

/**
 * A port that nobody listens on at this moment.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const probe = createServer();
  probe.listen(0);
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
