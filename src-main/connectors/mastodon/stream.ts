import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { HttpError } from '../../engine/http.ts';
import type { ConnectorContext, ConnectorError, StreamHandlers } from '../contract.ts';
import { callContext } from './call-context.ts';
import type { CallContext } from './calls.ts';
import { readInstance } from './discovery.ts';
import { streamingUrl } from './effective-manifest.ts';
import { jsonOf } from './json.ts';
import { conversationItems, messageItem, notificationItems, statusOfNotification } from './map-items.ts';
import { classify } from './map-status.ts';
import { placesOf } from './places.ts';
import { viewerOf, type Viewer } from './viewer.ts';
import { wireConversationSchema, wireNotificationSchema, wireStatusSchema, type WireStatus } from './wire.ts';

/** One event; `payload` is JSON inside a string, or a plain id. */
const frameSchema = v.object({ event: v.string(), payload: v.nullish(v.string(), '') });

/**
 * Listens to the account's own stream. The token travels in a header, never in the address. Nothing is replayed by
 * the server, so `open` tells the engine to fetch what came meanwhile; events are handed over in their order.
 */
export function listen(ctx: ConnectorContext, handlers: StreamHandlers): () => void {
  const abort = new AbortController();
  const calls: CallContext = { ...callContext(ctx), signal: AbortSignal.any([ctx.signal, abort.signal]) };
  const viewer = viewerOf(ctx);
  /** Ended, by either side. */
  let over = false;
  /** By us: nothing more is said. */
  let stopped = false;
  let closeSocket: () => void = () => undefined;
  let queue: Promise<void> = Promise.resolve();

  const end = (reason: ConnectorError): void => {
    if (over) return;
    over = true;
    abort.abort();
    // Whatever arrived before the end is handed over before the end is told.
    void queue.then(() => handlers.closed(reason));
  };
  const receive = (text: string): void => {
    queue = queue.then(async () => {
      const items = await itemsOf(calls, viewer, text);
      if (items.length > 0 && !stopped) handlers.items(items);
    });
  };

  const connect = async (): Promise<void> => {
    // Asked each time: a server may move its streaming, and the manifest is no place for an address.
    const instance = await readInstance(calls);
    if (over) return;
    if (instance.tag === 'err') return end(instance.error);
    const base = streamingUrl(instance.value);
    if (base === null || calls.token === null)
      return end({ tag: 'rejected', failure: failure('not-offered', { operation: 'stream' }) });
    closeSocket = ctx.http.webSocket({
      url: `${base}/api/v1/streaming?stream=user`,
      headers: { authorization: `Bearer ${calls.token}` },
      onOpen: handlers.open,
      onText: receive,
      onClose: ({ error, status }) => end(closeReason(error, status)),
    });
  };
  void connect();

  return () => {
    stopped = true;
    over = true;
    abort.abort();
    closeSocket();
  };
}

function closeReason(error: HttpError, status: number | null): ConnectorError {
  if (status === 401) return { tag: 'auth', failure: failure('token-revoked', error.failure.detail) };
  return { tag: error.tag === 'not-sent' ? 'offline' : 'server', failure: error.failure };
}

/** What a frame brings; nothing when it says nothing to us or cannot be read. */
async function itemsOf(ctx: CallContext, viewer: Viewer, text: string): Promise<readonly Inbound[]> {
  const frame = v.safeParse(frameSchema, jsonOf(text));
  if (!frame.success) return [];
  const { event, payload } = frame.output;
  switch (event) {
    case 'update':
    case 'status.update': {
      const status = v.safeParse(wireStatusSchema, jsonOf(payload));
      return status.success ? statusItems(ctx, viewer, status.output) : [];
    }
    case 'notification': {
      const notification = v.safeParse(wireNotificationSchema, jsonOf(payload));
      if (!notification.success) return [];
      const brought = statusOfNotification(notification.output);
      const places = await placesOf(ctx, viewer, brought === null ? [] : [brought]);
      return notificationItems(notification.output, viewer, places);
    }
    case 'conversation': {
      const conversation = v.safeParse(wireConversationSchema, jsonOf(payload));
      return conversation.success ? conversationItems(conversation.output, viewer) : [];
    }
    case 'delete':
      return payload === '' ? [] : [{ tag: 'gone', remoteId: payload }];
    default:
      return [];
  }
}

/** The home timeline passes by here too: only what is ours, or speaks to us, is kept. */
async function statusItems(
  ctx: CallContext,
  viewer: Viewer,
  status: WireStatus,
): Promise<readonly Inbound[]> {
  if (status.reblog !== null || classify(status, viewer).box === 'context') return [];
  return [messageItem(status, viewer, await placesOf(ctx, viewer, [status]))];
}
