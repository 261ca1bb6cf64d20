import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Tunnel {
  readonly client: Socket;
  /** Both sides stay connected and hear nothing any more. */
  readonly silence: () => void;
}

/** Carries a connection that is changing its protocol (WebSocket) to the server, byte for byte from here on. */
export function openTunnel(
  from: IncomingMessage,
  client: Socket,
  head: Buffer,
  target: { readonly host: string; readonly port: number },
): Tunnel {
  const server = connect(target);
  let isSilent = false;
  const cutWith = (other: Socket) => () => {
    if (!isSilent) other.destroy();
  };
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('error', cutWith(other));
    one.once('close', cutWith(other));
  }

  const headers = Array.from({ length: from.rawHeaders.length / 2 }, (_, i) =>
    from.rawHeaders.slice(i * 2, i * 2 + 2),
  );
  const lines = [`${from.method} ${from.url} HTTP/1.1`, ...headers.map((pair) => pair.join(': '))];
  server.write(`${lines.join('\r\n')}\r\n\r\n`);
  server.write(head);
  client.pipe(server);
  server.pipe(client);

  return {
    client,
    silence: () => {
      isSilent = true;
      client.unpipe(server).pause();
      server.unpipe(client).pause();
      client.once('close', () => server.destroy());
    },
  };
}
