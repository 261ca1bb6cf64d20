import type { Client } from './clients.ts';
import { pastLines } from './past-lines.ts';
import { persons, type Person } from './persons.ts';

/**
 * One thing that happened before the training began, `ago` milliseconds before the first start. `key` names what an
 * answer answers.
 */
export type PastEvent = { readonly ago: number } & (
  | { readonly tag: 'like' | 'repost'; readonly person: Person; readonly post: number }
  | { readonly tag: 'follow'; readonly person: Person }
  | {
      readonly tag: 'reply';
      readonly key: string;
      readonly person: Person;
      readonly post: number;
      readonly text: string;
    }
  | { readonly tag: 'mention'; readonly key: string; readonly person: Person; readonly text: string }
  | { readonly tag: 'answer'; readonly to: string; readonly text: string }
  | { readonly tag: 'message'; readonly person: Person; readonly byClient: boolean; readonly text: string }
);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const answerAfter = 70 * MINUTE;
const messageEvery = 26 * MINUTE;

/** How a client's past is dealt out to the networks: nobody says the same thing twice. */
export interface Share {
  readonly index: number;
  readonly of: number;
  /** How exchanges in private are dealt out, among the networks that have any; as everything else when absent. */
  readonly messages?: Omit<Share, 'messages'>;
}

/** A client's past on one network, oldest first. The same every time. */
export function pastOf(client: Client, share: Share): readonly PastEvent[] {
  const lines = pastLines[client.theme];
  const personOf = (handle: string): Person => {
    const person = persons.find((one) => one.handle === handle);
    if (!person) throw new Error(`nobody in the audience is called ${handle}`);
    return person;
  };
  const ours = (place: number): boolean => place % share.of === share.index;
  const published = (post: number): number => (client.posts[post]?.daysAgo ?? 1) * DAY;
  const events: PastEvent[] = [];

  const answered = (to: string, text: string | undefined, ago: number): void => {
    if (text !== undefined)
      events.push({ tag: 'answer', to, text, ago: Math.max(MINUTE, ago - answerAfter) });
  };
  for (const [place, { who, on, after, text, answer }] of lines.replies.entries()) {
    if (!ours(place)) continue;
    const ago = published(on) - after * MINUTE;
    events.push({ tag: 'reply', key: `reply ${place}`, person: personOf(who), post: on, text, ago });
    answered(`reply ${place}`, answer, ago);
  }
  for (const [place, { who, daysAgo, text, answer }] of lines.mentions.entries()) {
    if (!ours(place)) continue;
    events.push({ tag: 'mention', key: `mention ${place}`, person: personOf(who), text, ago: daysAgo * DAY });
    answered(`mention ${place}`, answer, daysAgo * DAY);
  }
  for (const [place, { who, daysAgo, lines: said }] of lines.exchanges.entries()) {
    // The first of them on the other network than the first reply, so that every network has some.
    const { index, of } = share.messages ?? share;
    if (of === 0 || (place + 1) % of !== index) continue;
    for (const [line, text] of said.entries())
      events.push({
        tag: 'message',
        person: personOf(who),
        byClient: text.startsWith('< '),
        text: text.replace(/^< /, ''),
        ago: daysAgo * DAY - line * messageEvery,
      });
  }
  for (const [place, person] of persons.entries()) {
    if (person.temperament === 'spammer' || person.temperament === 'troll') continue;
    for (const post of client.posts.keys()) {
      const draw = (place * 7 + post * 3 + share.index) % 10;
      if (draw < 5)
        events.push({ tag: 'like', person, post, ago: published(post) - (8 + place * 17) * MINUTE });
      if (draw === 0)
        events.push({ tag: 'repost', person, post, ago: published(post) - (9 + place * 17) * MINUTE });
    }
    if ((place + share.index) % 3 === 0)
      events.push({ tag: 'follow', person, ago: (place + 1) * DAY - 37 * MINUTE });
  }
  return events.toSorted((a, b) => b.ago - a.ago);
}
