/** A channel as clients name it in a frame: `['user']`, `['hashtag', 'velo']`. */
export type Channel = readonly [stream: string, ...parameters: string[]];

export interface StreamEvent {
  readonly event: 'update' | 'delete' | 'notification' | 'conversation' | 'status.update';
  /** Builds the payload for the account that receives it; a deletion's payload is the bare id. */
  readonly payload: (viewerId: string) => string;
}

export interface Subscriber {
  readonly accountId: string;
  readonly token: string;
  listensTo(channel: Channel): boolean;
  send(channel: Channel, event: string, payload: string): void;
  /** Called when the token was revoked. */
  kick(): void;
}

/** Who listens to what, live. Nothing is kept: whoever was away must read what was missed. */
export interface Streams {
  add(subscriber: Subscriber): () => void;
  /** Sends to one account's channel. */
  toAccount(accountId: string, channel: Channel, event: StreamEvent): void;
  /** Sends to everybody who listens to a public channel. */
  toAll(channel: Channel, event: StreamEvent): void;
  kick(token: string): void;
  readonly size: number;
}

export function createStreams(): Streams {
  const subscribers = new Set<Subscriber>();
  function deliver(subscriber: Subscriber, channel: Channel, event: StreamEvent): void {
    if (subscriber.listensTo(channel))
      subscriber.send(channel, event.event, event.payload(subscriber.accountId));
  }
  return {
    add(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    toAccount(accountId, channel, event) {
      for (const subscriber of subscribers)
        if (subscriber.accountId === accountId) deliver(subscriber, channel, event);
    },
    toAll(channel, event) {
      for (const subscriber of subscribers) deliver(subscriber, channel, event);
    },
    kick(token) {
      for (const subscriber of subscribers) if (subscriber.token === token) subscriber.kick();
    },
    get size() {
      return subscribers.size;
    },
  };
}
