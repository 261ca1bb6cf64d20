import type { Client } from './clients.ts';
import type { SimClock } from './clock.ts';
import { persons, type Person } from './persons.ts';
import { outrage, phraseFor } from './phrases.ts';
import type { Random } from './random.ts';

type Eventually<T> = T | Promise<T>;

/**
 * What a network lets the audience do. Each returns the id of what it made there; undefined when the network has no
 * such thing (no direct messages, say) or refuses it (the person is blocked, the post is gone).
 */
export interface AudienceStage {
  like(person: Person, post: string): Eventually<string | undefined>;
  repost(person: Person, post: string): Eventually<string | undefined>;
  follow(person: Person, account: string): Eventually<string | undefined>;
  reply(person: Person, post: string, text: string): Eventually<string | undefined>;
  mention(person: Person, account: string, text: string): Eventually<string | undefined>;
  message(person: Person, account: string, text: string, more?: PrivateMore): Eventually<string | undefined>;
  /** Changes one of the person's own posts. */
  edit(person: Person, post: string, text: string): Eventually<string | undefined>;
  /** Deletes one of the person's own posts. */
  remove(person: Person, post: string): Eventually<string | undefined>;
}

/** What a private message brings beside its words, where the network has such a thing. */
export const attachedKinds = [
  'image',
  'video',
  'audio',
  'file',
  'share',
  'sticker',
  /** The person's own story, which names the account; the words are none. */
  'story-mention',
  /** An answer to a story of the account's. */
  'story-reply',
  /** Programs are told that there is something, and not what. */
  'unsupported',
] as const;
export type Attached = (typeof attachedKinds)[number];

export interface PrivateMore {
  /** When it was written, epoch ms; absent: now. */
  readonly at?: number;
  readonly attached?: Attached;
}

/** An order to one person; ids are the network's. */
export type Saying =
  | { readonly kind: 'like' | 'repost' | 'remove'; readonly person: string; readonly post: string }
  | { readonly kind: 'follow'; readonly person: string; readonly account: string }
  | { readonly kind: 'reply' | 'edit'; readonly person: string; readonly post: string; readonly text: string }
  | {
      readonly kind: 'mention';
      readonly person: string;
      readonly account: string;
      readonly text: string;
    }
  | ({
      readonly kind: 'message';
      readonly person: string;
      readonly account: string;
      readonly text: string;
    } & PrivateMore);

export interface OwnPost {
  readonly account: string;
  readonly post: string;
  readonly client: Client;
}

export interface Audience {
  readonly persons: readonly Person[];
  /** Makes one person do one thing now. Resolves with the id of what came of it. Throws for an unknown person. */
  say(saying: Saying): Promise<string | undefined>;
  /** A network calls this after each public post of a client: the audience plans its reactions. */
  posted(post: OwnPost): void;
  /** Makes a random person do something unprompted to this account now. */
  act(account: string, client: Client): Promise<string | undefined>;
  /** An angry crowd under one post: `count` replies spread evenly over `overMs`. */
  storm(storm: { readonly post: string; readonly count: number; readonly overMs: number }): void;
  /** 0 is silent, 1 natural, 10 ten times as many reactions and ten times as fast. */
  setRate(rate: number): void;
  rate(): number;
  /** Cancels what is planned. */
  quiet(): void;
}

export interface AudienceDeps {
  readonly stage: AudienceStage;
  readonly clock: SimClock;
  readonly random: Random;
  /** Starts silent (0) unless said otherwise: tests decide who speaks. */
  readonly rate?: number;
  readonly log?: (line: string) => void;
}

const SECOND = 1000;

/** Creates the audience of one network. Same seed, same posts, same reactions. */
export function createAudience(deps: AudienceDeps): Audience {
  const { stage, clock, random } = deps;
  const log = deps.log ?? (() => undefined);
  const byHandle = new Map(persons.map((person) => [person.handle, person]));
  const planned = new Set<() => void>();
  let rate = deps.rate ?? 0;

  /** Plans something `seconds` from now at the natural rate. */
  function plan(seconds: number, task: () => Promise<unknown>): void {
    const cancel = clock.after((seconds * SECOND) / Math.max(rate, 0.01), async () => {
      planned.delete(cancel);
      try {
        await task();
      } catch (error) {
        log(`audience: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
    planned.add(cancel);
  }

  async function perform(saying: Saying): Promise<string | undefined> {
    const person = byHandle.get(saying.person);
    if (!person) throw new Error(`nobody in the audience is called ${saying.person}`);
    switch (saying.kind) {
      case 'like':
        return stage.like(person, saying.post);
      case 'repost':
        return stage.repost(person, saying.post);
      case 'remove':
        return stage.remove(person, saying.post);
      case 'follow':
        return stage.follow(person, saying.account);
      case 'reply':
        return stage.reply(person, saying.post, saying.text);
      case 'edit':
        return stage.edit(person, saying.post, saying.text);
      case 'mention':
        return stage.mention(person, saying.account, saying.text);
      case 'message':
        return stage.message(person, saying.account, saying.text, moreOf(saying));
    }
  }

  const moreOf = ({ at, attached }: PrivateMore): PrivateMore => ({
    ...(at !== undefined && { at }),
    ...(attached !== undefined && { attached }),
  });

  /** One person's reactions to one post, by temperament. */
  function react(person: Person, { account, post, client }: OwnPost): void {
    const eager = Math.min(1, rate);
    const likes: Partial<Record<Person['temperament'], number>> = {
      fan: 0.95,
      photographer: 0.7,
      curious: 0.5,
      hesitant: 0.6,
    };
    if (random.chance((likes[person.temperament] ?? 0.1) * eager))
      plan(random.between(2, 40), async () => {
        await stage.like(person, post);
        if (person.temperament === 'fan' && random.chance(0.4)) await stage.repost(person, post);
        if (random.chance(0.15)) await stage.follow(person, account);
      });
    const talks: Partial<Record<Person['temperament'], number>> = {
      troll: 0.35,
      customer: 0.45,
      fan: 0.5,
      spammer: 0.1,
    };
    const words = phraseFor(person, client.theme, 'reply', random);
    if (words !== undefined && random.chance((talks[person.temperament] ?? 0.4) * eager))
      plan(random.between(10, 150), async () => {
        const reply = await stage.reply(person, post, words);
        if (reply !== undefined) reconsider(person, client, reply);
      });
    const message = phraseFor(person, client.theme, 'message', random);
    if (message !== undefined && random.chance(0.25 * eager))
      plan(random.between(20, 240), async () => void (await stage.message(person, account, message)));
  }

  /** Some people come back on what they wrote: the hesitant one rewrites it, the troll sometimes deletes it. */
  function reconsider(person: Person, client: Client, reply: string): void {
    const better = phraseFor(person, client.theme, 'second-thought', random);
    if (person.temperament === 'hesitant' && better !== undefined)
      plan(random.between(20, 60), async () => void (await stage.edit(person, reply, better)));
    if (person.temperament === 'troll' && random.chance(0.4))
      plan(random.between(60, 180), async () => void (await stage.remove(person, reply)));
  }

  return {
    persons,
    say: perform,
    posted(post) {
      if (rate <= 0) return;
      for (const person of persons)
        for (let round = 0; round < Math.max(1, Math.round(rate)); round += 1) react(person, post);
    },
    async act(account, client) {
      const willing = persons.filter((person) => person.temperament !== 'spammer');
      const person = random.pick(willing);
      if (!person) return undefined;
      const message = random.chance(0.5) ? phraseFor(person, client.theme, 'message', random) : undefined;
      if (message !== undefined) return stage.message(person, account, message);
      const words =
        phraseFor(person, client.theme, 'mention', random) ??
        phraseFor(person, client.theme, 'reply', random);
      return words === undefined ? stage.follow(person, account) : stage.mention(person, account, words);
    },
    storm({ post, count, overMs }) {
      const crowd = persons.filter((person) => person.temperament !== 'spammer');
      for (let index = 0; index < count; index += 1) {
        const person = random.pick(crowd);
        const words = random.pick(outrage);
        if (!person || words === undefined) continue;
        const cancel = clock.after((overMs * index) / Math.max(1, count), async () => {
          planned.delete(cancel);
          await stage.reply(person, post, words);
        });
        planned.add(cancel);
      }
    },
    setRate(next) {
      rate = Math.max(0, next);
    },
    rate: () => rate,
    quiet() {
      for (const cancel of planned) cancel();
      planned.clear();
    },
  };
}
