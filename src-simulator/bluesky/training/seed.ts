import { clients } from '../../core/clients.ts';
import { persons } from '../../core/persons.ts';
import { phraseFor } from '../../core/phrases.ts';
import { createRandom } from '../../core/random.ts';
import { parseAtUri } from '../protocol/at-uri.ts';
import type { RecordRow } from '../pds/repositories.ts';
import type { World } from '../world.ts';
import { clientDid, members, personDid } from './cast.ts';
import { createPen } from './pen.ts';
import { pictureOf } from './picture.ts';

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

function rowAt(world: World, uri: string): RecordRow | undefined {
  const parts = parseAtUri(uri);
  return parts ? world.repositories.get(parts.authority, parts.collection, parts.rkey) : undefined;
}

/** Fills an empty server: everybody with a face, what the clients published so far, and who answered then. */
export async function seed(world: World, seedNumber: number): Promise<void> {
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
    for (const { daysAgo, text } of client.posts) {
      const at = start - daysAgo * DAY;
      const row = rowAt(world, pen.post(did, text, {}, at));
      if (!row) continue;
      for (const person of persons) {
        if (person.temperament === 'spammer') continue;
        if (random.chance(0.4)) pen.like(personDid(person), row, at + random.between(1, 90) * MINUTE);
        const words = random.chance(0.25) ? phraseFor(person, client.theme, 'reply', random) : undefined;
        if (words !== undefined)
          pen.reply(personDid(person), row, words, at + random.between(5, 300) * MINUTE);
      }
    }
  }
}
