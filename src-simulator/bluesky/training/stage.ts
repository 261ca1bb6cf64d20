import type { AudienceStage } from '../../core/audience.ts';
import { blockBetween, type Eyes } from '../appview/eyes.ts';
import { parseAtUri } from '../protocol/at-uri.ts';
import { textOf } from '../protocol/json.ts';
import type { RecordRow } from '../pds/repositories.ts';
import type { World } from '../world.ts';
import { personDid } from './cast.ts';
import { createPen } from './pen.ts';

/** What the audience can do here. Posts cannot be edited on this network, and the blocked can do nothing. */
export function createStage(current: () => World): AudienceStage {
  function eyes(world: World): Eyes {
    return {
      accounts: world.accounts,
      index: world.index,
      privates: world.privates,
      viewer: null,
      horizon: { now: Infinity, until: Infinity, own: null },
      origin: '',
    };
  }

  /** The post, when it is there and neither side blocks the other. */
  function reachable(world: World, did: string, uri: string): RecordRow | undefined {
    const parts = parseAtUri(uri);
    if (!parts || blockBetween(eyes(world), did, parts.authority)) return undefined;
    return world.repositories.get(parts.authority, parts.collection, parts.rkey) ?? world.series.find(uri);
  }

  const open = (world: World, did: string, account: string): boolean =>
    world.accounts.byDid(account)?.status === 'active' && !blockBetween(eyes(world), did, account);

  return {
    like(person, post) {
      const world = current();
      const row = reachable(world, personDid(person), post);
      return row && createPen(world).like(personDid(person), row);
    },
    repost(person, post) {
      const world = current();
      const row = reachable(world, personDid(person), post);
      return row && createPen(world).repost(personDid(person), row);
    },
    follow(person, account) {
      const world = current();
      const did = personDid(person);
      return open(world, did, account) ? createPen(world).follow(did, account) : undefined;
    },
    reply(person, post, text) {
      const world = current();
      const row = reachable(world, personDid(person), post);
      return row && createPen(world).reply(personDid(person), row, text);
    },
    mention(person, account, text) {
      const world = current();
      const did = personDid(person);
      const handle = world.accounts.byDid(account)?.handle;
      return handle !== undefined && open(world, did, account)
        ? createPen(world).post(did, `@${handle} ${text}`)
        : undefined;
    },
    message(person, account, text) {
      const world = current();
      const did = personDid(person);
      const said = world.repositories.get(account, 'chat.bsky.actor.declaration', 'self');
      if (!open(world, did, account) || textOf(said?.value, 'allowIncoming') !== 'all') return undefined;
      const follows = world.index.relation('follow', account, did, eyes(world).horizon) !== undefined;
      const convo = world.chat.between(did, account) ?? world.chat.begin(did, account, follows);
      return world.chat.send(convo, did, { text }).id;
    },
    edit: () => undefined,
    remove(person, post) {
      const world = current();
      const parts = parseAtUri(post);
      const did = personDid(person);
      const row =
        parts?.authority === did ? world.repositories.get(did, parts.collection, parts.rkey) : undefined;
      if (!row) return undefined;
      createPen(world).erase(row);
      return row.id;
    },
  };
}
