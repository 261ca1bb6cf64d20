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
