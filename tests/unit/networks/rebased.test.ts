import { expect, it } from 'vitest';
import { rebased } from '../../../src-shared/networks/rebased.ts';

it('a manifest that was refined by a server takes over what a newer Vigie mends, and keeps what the server said', () => {
  const was = {
    counting: { rule: 'graphemes', max: 500, urlLength: 23 },
    capabilities: ['publish', 'like', 'native-schedule'],
    feeds: [{ name: 'own', everyMs: 60_000 }],
    software: null,
    web: { compose: '/share' },
  };
  const refined = {
    ...was,
    counting: { ...was.counting, max: 5_000 },
    capabilities: ['publish', 'like', 'stream'],
    software: 'Mastodon 4.3',
  };
  const now = {
    ...was,
    counting: { rule: 'code-points', max: 400, urlLength: 25 },
    capabilities: ['publish', 'mute', 'native-schedule'],
    feeds: [{ name: 'own', everyMs: 30_000 }],
    marks: 2,
  };
  expect(rebased(was, refined, now)).toEqual({
    counting: { rule: 'code-points', max: 5_000, urlLength: 25 },
    capabilities: ['publish', 'mute', 'stream'],
    feeds: [{ name: 'own', everyMs: 30_000 }],
    software: 'Mastodon 4.3',
    web: { compose: '/share' },
    marks: 2,
  });
  expect(rebased(was, was, now)).toBe(now);
  expect(rebased(was, refined, was)).toBe(refined);
});
