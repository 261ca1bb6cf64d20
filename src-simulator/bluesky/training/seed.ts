import { clients, type Client } from '../../core/clients.ts';
import { pastOf, type Share } from '../../core/past.ts';
import { persons } from '../../core/persons.ts';
import { phraseFor } from '../../core/phrases.ts';
import { createRandom } from '../../core/random.ts';
import { parseAtUri } from '../protocol/at-uri.ts';
import type { RecordRow } from '../pds/repositories.ts';
import type { World } from '../world.ts';
import { clientDid, members, personDid } from './cast.ts';
import { createPen, type Pen } from './pen.ts';
import { pictureOf } from './picture.ts';

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

function rowAt(world: World, uri: string): RecordRow | undefined {
  const parts = parseAtUri(uri);
  return parts ? world.repositories.get(parts.authority, parts.collection, parts.rkey) : undefined;
}

/** Fills an empty server: everybody with a face, what the clients published so far, and who answered then. */
export async function seed(world: World, seedNumber: number, past?: Share): Promise<void> {
  const pen = createPen(world);
  const random = createRandom(seedNumber);
  const start = world.clock.now();
  const joined = start - 400 * DAY;
  for (const member of members) {
    world.accounts.put({
      id: member.did,
      handle: member.handle,
      email: `${member.handle.split('.')[0] ?? 'person'}@mail.test`,
      password: member.password,
      appPasswords: member.appPasswords,
      secondFactor: null,
      status: 'active',
      generation: world.accounts.byDid(member.did)?.generation ?? 0,
      createdAt: joined,
    });
    const avatar = await world.blobs.upload(member.did, pictureOf(member.handle), 'image/png');
    pen.write(
      member.did,
      'app.bsky.actor.profile',
      {
        displayName: member.displayName,
        description: member.bio,
        ...(member.website === undefined ? {} : { website: member.website }),
        avatar,
        createdAt: new Date(joined).toISOString(),
      },
      { at: joined, rkey: 'self' },
    );
    pen.write(
      member.did,
      'chat.bsky.actor.declaration',
      { allowIncoming: member.allowIncoming },
      { at: joined, rkey: 'self' },
    );
  }
  for (const client of clients) {
    const did = clientDid(client);
    for (const person of persons)
      if (person.temperament !== 'spammer' && random.chance(0.7))
        pen.follow(personDid(person), did, start - 60 * DAY);
    const posts: RecordRow[] = [];
    for (const { daysAgo, text } of client.posts) {
      const at = start - daysAgo * DAY;
      const row = rowAt(world, pen.post(did, text, {}, at));
      if (!row) continue;
      posts.push(row);
      if (past) continue;
      for (const person of persons) {
        if (person.temperament === 'spammer') continue;
        if (random.chance(0.4)) pen.like(personDid(person), row, at + random.between(1, 90) * MINUTE);
        const words = random.chance(0.25) ? phraseFor(person, client.theme, 'reply', random) : undefined;
        if (words !== undefined)
          pen.reply(personDid(person), row, words, at + random.between(5, 300) * MINUTE);
      }
    }
    if (past) playPast(world, pen, { client, posts, past, start });
  }
}

/** Plays what was said around a client, oldest first, as if its people had said it then. */
function playPast(
  world: World,
  pen: Pen,
  scene: {
    readonly client: Client;
    readonly posts: readonly RecordRow[];
    readonly past: Share;
    /** Epoch ms of the first start. */
    readonly start: number;
  },
): void {
  const { client, posts, past, start } = scene;
  const me = clientDid(client);
  const handle = world.accounts.byDid(me)?.handle ?? '';
  const said = new Map<string, RecordRow>();
  const keep = (key: string, uri: string): void => {
    const row = rowAt(world, uri);
    if (row) said.set(key, row);
  };
  for (const event of pastOf(client, past)) {
    const at = start - event.ago;
    const post = 'post' in event ? posts[event.post] : undefined;
    switch (event.tag) {
      case 'like':
        if (post) pen.like(personDid(event.person), post, at);
        break;
      case 'repost':
        if (post) pen.repost(personDid(event.person), post, at);
        break;
      case 'follow':
        pen.follow(personDid(event.person), me, at);
        break;
      case 'reply':
        if (post) keep(event.key, pen.reply(personDid(event.person), post, event.text, at));
        break;
      case 'mention':
        keep(event.key, pen.post(personDid(event.person), `@${handle} ${event.text}`, {}, at));
        break;
      case 'answer': {
        const answered = said.get(event.to);
        if (answered) pen.reply(me, answered, event.text, at);
        break;
      }
      case 'message': {
        const person = personDid(event.person);
        const convo = world.chat.between(person, me) ?? world.chat.begin(person, me, true);
        world.chat.send(convo, event.byClient ? me : person, { text: event.text }, at);
        break;
      }
    }
  }
}
