import net from 'node:net';
import type { Cuts } from './cuts.ts';
import { messageLength } from './http-message.ts';

/** Stands before a server and cuts what passes: four steps for each request. */
export interface Relay {
  readonly origin: string;
  /** Where it leads. */
  to(baseUrl: string): void;
  close(): Promise<void>;
}

export async function startRelay(
  cuts: Cuts,
  /** Runs something later, on the clock of the world. */
  later: (task: () => Promise<void>) => void,
): Promise<Relay> {
  let target = new URL('http://127.0.0.1');
  const sockets = new Set<net.Socket>();
  const watched = (socket: net.Socket): net.Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const connect = (): net.Socket =>
    watched(net.connect({ host: target.hostname, port: Number(target.port) }));

  /** Hands the request over whole and answers what came back. */
  const forward = (request: Buffer): Promise<Buffer> =>
    new Promise((resolve) => {
      const upstream = connect();
      let answer = Buffer.alloc(0);
      upstream.on('data', (bytes) => {
        answer = Buffer.concat([answer, bytes]);
        const length = messageLength(answer);
        if (length !== null) upstream.destroy();
      });
      upstream.on('close', () => resolve(answer));
      upstream.write(request);
    });

  /** Hands over a part, and hangs up. */
  const forwardHalf = (request: Buffer): Promise<void> =>
    new Promise((resolve) => {
      const upstream = connect();
      upstream.on('close', () => resolve());
      upstream.write(request.subarray(0, request.length - Math.ceil(bodyLength(request) / 2)), () =>
        upstream.destroy(),
      );
    });

  const serve = async (client: net.Socket, request: Buffer): Promise<void> => {
    const sent = cuts.strike('request sent');
    if (sent === 'late') later(async () => void (await forward(request)));
    if (sent !== null) return void client.destroy();
    if (cuts.strike('request body') !== null) {
      await forwardHalf(request);
      return void client.destroy();
    }
    const answer = await forward(request);
    if (cuts.strike('request worked') !== null) return void client.destroy();
    if (cuts.strike('request answer') !== null) {
      client.write(answer.subarray(0, answer.length - 1 - (bodyLength(answer) >> 1)), () => client.destroy());
      return;
    }
    client.write(answer);
  };

  const server = net.createServer((socket) => {
    const client = watched(socket);
    let bytes: Buffer = Buffer.alloc(0);
    client.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      const length = messageLength(bytes);
      if (length === null) return;
      const request = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      void serve(client, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    to: (baseUrl) => {
      target = new URL(baseUrl);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const bodyLength = (message: Buffer): number => Math.max(1, message.length - message.indexOf('\r\n\r\n') - 4);
