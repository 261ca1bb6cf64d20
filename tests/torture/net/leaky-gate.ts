import net from 'node:net';

/** Stands before a server and cuts connections in the middle of what is sent up. */
export interface LeakyGate {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param leaks bytes that go up, over all connections, before the one that carries them is cut; one number a cut */
export async function openLeakyGate(baseUrl: string, leaks: readonly number[]): Promise<LeakyGate> {
  const target = new URL(baseUrl);
  const left = [...leaks];
  const sockets = new Set<net.Socket>();
  const watched = (socket: net.Socket): net.Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  let port = 0;
  /** Addresses that the server names lead through this gate as well; ports here have five digits, as there. */
  const leadingHere = (bytes: Buffer): Buffer =>
    bytes.includes(target.host)
      ? Buffer.from(bytes.toString('latin1').replaceAll(target.host, `127.0.0.1:${String(port)}`), 'latin1')
      : bytes;
  const server = net.createServer((socket) => {
    const client = watched(socket);
    const upstream = watched(net.connect({ host: target.hostname, port: Number(target.port) }));
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on('close', end);
    upstream.on('close', end);
    upstream.on('data', (bytes) => client.write(leadingHere(bytes)));
    client.on('data', (bytes) => {
      const until = left[0];
      if (until === undefined || bytes.byteLength < until) {
        if (until !== undefined) left[0] = until - bytes.byteLength;
        upstream.write(bytes);
        return;
      }
      left.shift();
      // What came before the cut arrives at the server, which then waits for the rest in vain.
      upstream.write(bytes.subarray(0, until), end);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
