import { wishOf } from '../../../src-main/engine/outbox/wish-of.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import { expect, it } from 'vitest';
import { manifest as password } from '../../../src-main/connectors/bluesky/manifest.ts';
import { mastodonManifest, nativeSchedule } from '../../../src-main/connectors/mastodon/manifest.ts';
import { whoPublishes } from '../../../src-renderer/state/who-publishes.ts';

const holding = {
  ...mastodonManifest,
  native: nativeSchedule,
  capabilities: [...mastodonManifest.capabilities, 'native-schedule' as const],
};
const now = 1_000_000_000;
const hour = 3_600_000;

it('names the network where it holds posts and is asked early enough', () => {
  expect(whoPublishes(holding, now + hour, now, 'native')).toEqual({ tag: 'network' });
});
it('says that the network wants to be asked earlier', () => {
  expect(whoPublishes(holding, now + 60_000, now, 'native')).toEqual({
    tag: 'too-soon',
    minAheadMs: nativeSchedule.minAheadMs,
  });
});
it('names this machine where the person wants it, or nothing else is offered', () => {
  expect(whoPublishes(holding, now + hour, now, 'machine')).toEqual({ tag: 'machine' });
  expect(whoPublishes(password, now + hour, now, 'native')).toEqual({ tag: 'machine' });
});

it('keeps from a scheduler the forms that it does not take', () => {
  const none = { min: 0, max: 0 };
  const form = (name: string, native: boolean) => ({
    name,
    images: none,
    videos: none,
    documents: none,
    maxMedia: 0,
    text: true,
    poll: false,
    native,
    firstComment: true,
  });
  const formed = { ...holding, formats: [form('post', true), form('story', false)] };
  const story = { ...emptyContent, settings: { format: 'story' } };
  expect(whoPublishes(formed, now + hour, now, 'native', emptyContent)).toEqual({ tag: 'network' });
  expect(whoPublishes(formed, now + hour, now, 'native', story)).toEqual({ tag: 'machine' });

  const intent = {
    revision: 1,
    createdAt: now,
    when: { tag: 'now', graceMs: 0 },
    executor: 'native',
  } as const;
  const executorOf = (content: Content): string =>
    wishOf({ ...intent, action: { tag: 'publish' } } as never, { content, hash: 'h' } as never, now, formed)
      .executor;
  expect(executorOf(emptyContent)).toBe('native');
  expect(executorOf(story)).toBe('machine');
});
