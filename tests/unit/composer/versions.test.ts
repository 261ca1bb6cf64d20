import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
  everyMs,
  takesAway,
  tooMany,
  versionOf,
  type Version,
} from '../../../src-shared/composing/version.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import { postIdSchema, workspaceIdSchema } from '../../../src-shared/ids.ts';
import { createVersionKeeper } from '../../../src-renderer/features/composer/version-keeper.ts';

const start = Date.UTC(2026, 10, 2, 9);
const hour = 3_600_000;

const post = (text: string, more: Partial<Post> = {}): Post => ({
  id: v.parse(postIdSchema, '01JPOST'),
  workspaceId: v.parse(workspaceIdSchema, '01JWORKSPACE'),
  accountIds: [],
  base: { ...emptyContent, text },
  variants: {},
  target: null,
  planned: null,
  intentId: null,
  createdAt: start,
  updatedAt: start,
  deletedAt: null,
  ...more,
});

const long = 'Atelier ouvert samedi de dix heures à midi, on vous attend nombreux.';

function keeper(before: Version | null = null) {
  const kept: Version[] = [];
  const clock = { now: start };
  const versions = createVersionKeeper({
    latest: () => Promise.resolve(before),
    keep: (version) => {
      kept.push(version);
      return Promise.resolve();
    },
    now: () => clock.now,
  });
  const texts = () => kept.map(({ base }) => base.text);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { versions, kept, clock, texts, settled };
}

describe('a version of a draft', () => {
  it('is kept before much is taken away, whatever the hour, and not at a single stroke', async () => {
    const { versions, texts, settled } = keeper();
    versions.changing(post(long), post(long.slice(0, -1)));
    await settled();
    expect(texts()).toEqual([]);
    versions.changing(post(long), post(''));
    await settled();
    expect(texts()).toEqual([long]);
  });

  it('is kept every minute of writing, once for the same words', async () => {
    const { versions, texts, clock, settled } = keeper();
    versions.changing(post('Atelier'), post('Atelier o'));
    clock.now += everyMs - 1;
    versions.changing(post('Atelier o'), post('Atelier ou'));
    await settled();
    expect(texts()).toEqual([]);
    clock.now += 1;
    versions.changing(post('Atelier ou'), post('Atelier ouv'));
    versions.changing(post('Atelier ou'), post('Atelier ouv'));
    await settled();
    expect(texts()).toEqual(['Atelier ou']);
  });

  it('is kept when the draft is left, unless it says what the last one said', async () => {
    const { versions, texts } = keeper(versionOf(post(long), start - hour));
    await versions.leaving(post(long));
    expect(texts()).toEqual([]);
    await versions.leaving(post(`${long} Venez.`));
    expect(texts()).toEqual([`${long} Venez.`]);
  });

  it('never has the moment of another, and the clock may stand still', async () => {
    const { versions, kept } = keeper();
    for (const text of ['un', 'deux', 'trois']) await versions.leaving(post(text));
    expect(new Set(kept.map(({ at }) => at)).size).toBe(3);
  });

  it('is worth keeping for a picture, a poll or an own text too', () => {
    const poll = { options: ['oui', 'non'], seconds: 60, multiple: false };
    expect(takesAway(post('a', { base: { ...emptyContent, poll } }), post('a'))).toBe(true);
    expect(takesAway(post('a', { variants: { x: { text: 'b' } } }), post('a'))).toBe(true);
    expect(takesAway(post('a'), post('a', { variants: { x: { text: 'b' } } }))).toBe(false);
  });
});

describe('versions that are too many', () => {
  it('leave all of the last hour, one an hour of the last day, one a day before, and the latest of each', () => {
    const minutes = Array.from({ length: 30 }, (_, index) => start - index * 60_000);
    const yesterday = [
      start - 5 * hour + 1_800_000,
      start - 5 * hour + 1_740_000,
      start - 30 * hour,
      start - 30 * hour - 60_000,
    ];
    expect(tooMany([...minutes, ...yesterday], start)).toEqual([yesterday[1], yesterday[3]]);
  });

  it('never let go of the latest, and never leave more than are wanted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 * 24 * 90 }), { minLength: 1, maxLength: 200 }),
        (ages) => {
          const moments = ages.map((age) => start - age * 60_000);
          const gone = new Set(tooMany(moments, start));
          expect(gone.has(Math.max(...moments))).toBe(false);
          expect(moments.length - gone.size).toBeLessThanOrEqual(60);
          // What stays now is not let go of a moment later because of what went.
          const staying = moments.filter((at) => !gone.has(at));
          expect(tooMany(staying, start)).toEqual([]);
        },
      ),
    );
  });
});
