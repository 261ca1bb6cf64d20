import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { targetOf } from '../../fixtures/connector-words.ts';
import type { Stand } from './stand.ts';

/**
 * Every kind of write, ready to be performed: all that comes before it is done, so that the next request that changes
 * anything is the write itself. A new operation of the contract that has no deed is a compile error.
 */
interface Deed {
  readonly ready: (stand: Stand) => Promise<Operation>;
  /** Takes back what later deeds would find done. */
  readonly undo?: (operation: Operation) => Operation | null;
}

const about = async (stand: Stand) => {
  const { remoteId, handleData, likeRemoteId } = await stand.comment();
  return { remoteId, handleData, likeRemoteId };
};
const onComment = async (stand: Stand) => {
  const { remoteId, handleData } = await about(stand);
  return { remoteId, handleData };
};
const authorOf = async (stand: Stand): Promise<string> => (await stand.comment()).author.remoteId;
const hour = 3_600_000;
const held = async (stand: Stand): Promise<string> => {
  const made = await stand.ready(stand.content(stand.words('Retenu')));
  const { content, uploaded } = made;
  const remote = await stand.done({
    tag: 'schedule',
    content,
    uploaded,
    replyTo: null,
    at: stand.world.clock.now() + 6 * hour,
  });
  return remote.remoteId ?? '';
};

const deeds = {
  upload: {
    ready: (stand) =>
      Promise.resolve({ tag: 'upload', medium: stand.world.medium('Une lampe'), together: 1 }),
  },
  prepare: {
    ready: async (stand) => {
      const content = stand.content(stand.words('Contenant'));
      const uploaded = [];
      for (const medium of content.media)
        uploaded.push({ medium, handle: (await stand.done({ tag: 'upload', medium, together: 1 })).handle });
      return { tag: 'prepare', content, uploaded, replyTo: null };
    },
  },
  create: { ready: (stand) => stand.ready(stand.content(stand.words('Une fois'))) },
  schedule: {
    ready: async (stand) => {
      const { content, uploaded } = await stand.ready(stand.content(stand.words('Plus tard')));
      return { tag: 'schedule', content, uploaded, replyTo: null, at: stand.world.clock.now() + 6 * hour };
    },
  },
  reschedule: {
    ready: async (stand) => ({
      tag: 'reschedule',
      scheduledRemoteId: await held(stand),
      at: stand.world.clock.now() + 9 * hour,
    }),
  },
  recall: { ready: async (stand) => ({ tag: 'recall', scheduledRemoteId: await held(stand) }) },
  message: {
    ready: async (stand) => ({
      tag: 'message',
      content: { ...stand.content(stand.words('Oui')), media: [] },
      uploaded: [],
      replyTo: targetOf(await stand.privateMessage()),
    }),
  },
  'private-reply': {
    ready: async (stand) => ({
      tag: 'private-reply',
      content: { ...stand.content(stand.words('En privé, donc')), media: [] },
      uploaded: [],
      replyTo: targetOf(await stand.comment()),
    }),
  },
  like: { ready: async (stand) => ({ tag: 'like', ...(await onComment(stand)) }) },
  unlike: {
    ready: async (stand) => {
      const target = await onComment(stand);
      const { remoteId } = await stand.done({ tag: 'like', ...target });
      return { tag: 'unlike', ...target, likeRemoteId: remoteId };
    },
  },
  hide: { ready: async (stand) => ({ tag: 'hide', ...(await onComment(stand)) }) },
  unhide: {
    ready: async (stand) => {
      const target = await onComment(stand);
      await stand.done({ tag: 'hide', ...target });
      return { tag: 'unhide', ...target };
    },
  },
  delete: {
    ready: async (stand) => {
      // Where posts cannot be deleted, somebody's comment under one can.
      if (!stand.manifest.capabilities.includes('delete'))
        return { tag: 'delete', ...(await onComment(stand)) };
      const { remoteId, handle } = await stand.done(await stand.ready(stand.content(stand.words('À jeter'))));
      return { tag: 'delete', remoteId: remoteId ?? '', handleData: handle };
    },
  },
  mute: {
    ready: async (stand) => ({ tag: 'mute', personId: await authorOf(stand) }),
    undo: (done) => (done.tag === 'mute' ? { tag: 'unmute', personId: done.personId } : null),
  },
  unmute: {
    ready: async (stand) => {
      const personId = await authorOf(stand);
      await stand.done({ tag: 'mute', personId });
      return { tag: 'unmute', personId };
    },
  },
  block: {
    ready: async (stand) => ({ tag: 'block', personId: await authorOf(stand) }),
    undo: (done) => (done.tag === 'block' ? { tag: 'unblock', personId: done.personId } : null),
  },
  unblock: {
    ready: async (stand) => {
      const personId = await authorOf(stand);
      await stand.done({ tag: 'block', personId });
      return { tag: 'unblock', personId };
    },
  },
} as const satisfies Readonly<Record<Operation['tag'], Deed>>;

export type DeedName = keyof typeof deeds;
export const deedOf = (name: DeedName): Deed => deeds[name];

/** The deeds of a network: those of its operations. */
export const deedsOf = ({ manifest }: Stand): readonly DeedName[] =>
  deedNames.filter((name) => manifest.operations[name] !== undefined);

const isDeed = (name: string): name is DeedName => name in deeds;
const deedNames = Object.keys(deeds).filter(isDeed);
