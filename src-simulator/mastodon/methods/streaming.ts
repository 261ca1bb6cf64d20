import type { WebSocket } from 'ws';
import { json } from '../../core/reply.ts';
import type { Handshake, Route, SimRequest, SocketRoute } from '../../core/route.ts';
import { holds, tokenOf } from '../endpoint.ts';
import { refusal, type ApiFailure } from '../failure.ts';
import type { TokenRow } from '../rows.ts';
import type { Services } from '../services.ts';
import type { Channel } from '../streams.ts';

// sheet: Streaming
const HEARTBEAT_MS = 15_000;

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  user: ['read:statuses'],
  'user:notification': ['read:notifications'],
  direct: ['read:statuses'],
  list: ['read:lists'],
  public: ['read:statuses'],
  'public:local': ['read:statuses'],
  'public:remote': ['read:statuses'],
  hashtag: ['read:statuses'],
  'hashtag:local': ['read:statuses'],
};

interface Listener {
  readonly token: TokenRow;
  readonly accountId: string;
}

export function streamingRoutes({ world, endpoints }: Services): {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
} {
  function listenerOf(request: SimRequest): Listener | ApiFailure {
    const token = tokenOf(world, request.headers, request.url);
    if (!token || token.accountId === null) return { status: 401, error: 'Invalid access token' };
    if (token.revoked) return { status: 401, error: 'The access token was revoked' };
    return { token, accountId: token.accountId };
  }

  function channelOf(listener: Listener, stream: string, tag: string | undefined): Channel | ApiFailure {
    const scopes = SCOPES[stream];
    if (!scopes) return { status: 400, error: 'Unknown stream type' };
    if (!holds(listener.token, scopes))
      return { status: 401, error: 'Access token does not have the required scopes' };
    if (!stream.startsWith('hashtag')) return [stream];
    return tag === undefined || tag === ''
      ? { status: 400, error: 'Missing tag name parameter' }
      : [stream, tag.toLowerCase()];
  }

  const sameChannel = (a: Channel, b: Channel): boolean => a.join('\n') === b.join('\n');

  function heartbeat(beat: () => void): () => void {
    let cancel = (): void => undefined;
    const next = (): void => {
      cancel = world.clock.after(HEARTBEAT_MS, () => {
        beat();
        next();
      });
    };
    next();
    return () => cancel();
  }

  function openSocket(socket: WebSocket, listener: Listener, first: Channel | undefined): void {
    const channels: Channel[] = first ? [first] : [];
    const remove = world.streams.add({
      accountId: listener.accountId,
      token: listener.token.id,
      listensTo: (channel) => channels.some((known) => sameChannel(known, channel)),
      send: (channel, event, payload) => socket.send(JSON.stringify({ stream: channel, event, payload })),
      kick: () => socket.close(),
    });
    const stopHeart = heartbeat(() => socket.ping());
    socket.on('close', () => {
      remove();
      stopHeart();
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer) => {
      const order = readOrder(data.toString('utf8'));
      if (!order) return;
      const channel = channelOf(listener, order.stream, order.tag);
      if ('error' in channel) {
        socket.send(JSON.stringify({ error: channel.error, status: channel.status }));
        return;
      }
      const index = channels.findIndex((known) => sameChannel(known, channel));
      if (order.type === 'subscribe' && index < 0) channels.push(channel);
      if (order.type === 'unsubscribe' && index >= 0) channels.splice(index, 1);
    });
  }

  function handshake(request: SimRequest): Handshake {
    const listener = listenerOf(request);
    if ('error' in listener) return { tag: 'refuse', reply: refusal(listener) };
    const stream = request.url.searchParams.get('stream');
    const channel =
      stream === null
        ? undefined
        : channelOf(listener, stream, request.url.searchParams.get('tag') ?? undefined);
    if (channel && 'error' in channel) return { tag: 'refuse', reply: refusal(channel) };
    return { tag: 'accept', open: (socket) => openSocket(socket, listener, channel) };
  }

  /** The same events as server-sent events, one path a stream. */
  const events = (path: string, stream: string): Route =>
    endpoints.open('GET', `/api/v1/streaming/${path}`, `streaming.${stream}`, ({ request }) => {
      const listener = listenerOf(request);
      if ('error' in listener) return refusal(listener);
      const channel = channelOf(listener, stream, request.url.searchParams.get('tag') ?? undefined);
      if ('error' in channel) return refusal(channel);
      return {
        tag: 'stream',
        status: 200,
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' },
        start(open) {
          open.write(':)\n');
          const remove = world.streams.add({
            accountId: listener.accountId,
            token: listener.token.id,
            listensTo: (candidate) => sameChannel(candidate, channel),
            send: (_channel, event, payload) => open.write(`event: ${event}\ndata: ${payload}\n\n`),
            kick: () => open.end(),
          });
          const stopHeart = heartbeat(() => open.write(':thump\n'));
          open.onClose(() => {
            remove();
            stopHeart();
          });
        },
      };
    });

  return {
    routes: [
      events('user', 'user'),
      events('user/notification', 'user:notification'),
      events('direct', 'direct'),
      events('public', 'public'),
      events('public/local', 'public:local'),
      events('public/remote', 'public:remote'),
      events('hashtag', 'hashtag'),
      events('hashtag/local', 'hashtag:local'),
      endpoints.open('GET', '/api/v1/streaming', 'streaming', () =>
        json({ error: 'Not a WebSocket handshake' }, 400),
      ),
    ],
    sockets: [{ path: '/api/v1/streaming', operation: 'streaming', handshake }],
  };
}

interface Order {
  readonly type: 'subscribe' | 'unsubscribe';
  readonly stream: string;
  readonly tag: string | undefined;
}

/** A message of a client; anything else than the two known kinds is ignored. */
function readOrder(message: string): Order | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('type' in parsed) || !('stream' in parsed))
    return undefined;
  const { type, stream } = parsed;
  if ((type !== 'subscribe' && type !== 'unsubscribe') || typeof stream !== 'string') return undefined;
  return { type, stream, tag: 'tag' in parsed && typeof parsed.tag === 'string' ? parsed.tag : undefined };
}
