import { expect } from 'vitest';
import type { Action } from '../../../../src-shared/domain/intent.ts';
import type { RemoteMessage } from '../../../../src-shared/domain/message.ts';
import type { Stand } from '../stand.ts';
import { capability, type SuiteCase } from '../suite-case.ts';

/** Sends a wish without words and answers what the network did. */
async function act(stand: Stand, ...actions: readonly Action[]): Promise<string> {
  const since = stand.mark();
  for (const action of actions) {
    const before = since.entries().length;
    await stand.sent(action, { ...stand.content(''), media: [] });
    const writes = since
      .entries()
      .slice(before)
      .filter(({ method, worked }) => worked && method !== 'GET');
    expect(writes, action.tag).toHaveLength(1);
  }
  return since.told();
}

async function answer(
  stand: Stand,
  action: (to: RemoteMessage) => Action,
  to: RemoteMessage,
): Promise<string> {
  const since = stand.mark();
  const text = to.box === 'private' ? stand.words('Oui') : `@${to.author.handle} ${stand.words('Oui')}`;
  const delivery = await stand.sent(action(to), { ...stand.content(text), media: [] });
  expect(delivery.remoteId).not.toBeNull();
  const made = since.entries().flatMap(({ effects }) => effects);
  expect(made.filter(({ id }) => (delivery.remoteId ?? '').includes(id)).length).toBeGreaterThan(0);
  expect(since.entries().filter(({ effects }) => effects.length > 0)).toHaveLength(1);
  return since.told();
}

/** No connector offers it, each for its manifest’s reason: whoever makes one that does writes the case. */
const unwritten = (): Promise<string> =>
  expect.fail('the first network that offers this brings the case with it');

export const talking: readonly SuiteCase[] = [
  capability('reply', { capability: 'reply' }, async (stand) =>
    answer(stand, (to) => ({ tag: 'reply', target: stand.target(to) }), await stand.comment()),
  ),
  capability('direct message', { capability: 'direct-messages' }, async (stand) =>
    answer(stand, (to) => ({ tag: 'reply', target: stand.target(to) }), await stand.privateMessage()),
  ),
  capability('private reply', { capability: 'private-reply' }, async (stand) =>
    answer(stand, (to) => ({ tag: 'private-reply', target: stand.target(to) }), await stand.comment()),
  ),
  capability('like and unlike', { capability: 'like' }, async (stand) => {
    const target = stand.target(await stand.comment());
    const liked = await act(stand, { tag: 'like', target });
    const again = await stand.find(({ remoteId }) => remoteId === target.remoteId);
    const likeRemoteId = again?.likeRemoteId ?? null;
    return `${liked}; ${await act(stand, { tag: 'unlike', target, likeRemoteId })}`;
  }),
  capability('hide and unhide', { capability: 'hide-reply' }, async (stand) => {
    const target = stand.target(await stand.comment());
    return act(stand, { tag: 'hide', target }, { tag: 'unhide', target });
  }),
  capability('mute and unmute', { capability: 'mute' }, async (stand) => {
    const { author } = await stand.comment();
    const whom = { personId: author.remoteId, handle: author.handle };
    return act(stand, { tag: 'mute', ...whom }, { tag: 'unmute', ...whom });
  }),
  capability('block and unblock', { capability: 'block' }, async (stand) => {
    const { author } = await stand.comment();
    const whom = { personId: author.remoteId, handle: author.handle };
    return act(stand, { tag: 'block', ...whom }, { tag: 'unblock', ...whom });
  }),
  capability('delete', { capability: 'delete' }, async (stand) => {
    const { remoteId } = await stand.sent();
    return act(stand, { tag: 'delete', remoteId: remoteId ?? '', handleData: '' });
  }),
  capability('delete a comment', { capability: 'delete-comment' }, async (stand) => {
    const { remoteId, handleData } = await stand.comment();
    return act(stand, { tag: 'delete', remoteId, handleData });
  }),
  capability('edit', { capability: 'edit' }, unwritten),
  capability('repost', { capability: 'repost' }, unwritten),
  capability('report', { capability: 'report' }, unwritten),
];
