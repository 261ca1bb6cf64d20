import { describe, expect, it } from 'vitest';
import { backSince, steadyMs } from '../../../src-shared/departure/back.ts';
import { likelyConversations } from '../../../src-shared/departure/likely.ts';
import { outlook } from '../../../src-shared/departure/outlook.ts';
import { picturesOf } from '../../../src-shared/departure/pictures.ts';
import { closingWindows, replyWindowMs } from '../../../src-shared/departure/windows.ts';
import {
  allFetched,
  fetchedOf,
  fetchedTotals,
  type Fetched,
} from '../../../src-shared/departure/fetching.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { accountId } from '../../../src-shared/ids.ts';
import { accountRow, messageRow } from '../../fixtures/rows.ts';
import { atOnce, delivery, hour, left, minute } from './samples.ts';

const until = left + 4 * hour;
const plain = accountRow();
/** An account whose network holds posts: two at once, and wants to be asked five minutes before. */
const holder: Account = {
  ...plain,
  id: accountId('net', 'holds.example', 'me'),
  manifest: {
    ...plain.manifest,
    native: { minAheadMs: 5 * minute, maxPending: 2, maxPerDay: 10 },
    capabilities: [...plain.manifest.capabilities, 'native-schedule'],
    operations: { ...plain.manifest.operations, schedule: { class: 'R', settleMs: 1_000, keyMs: null } },
  },
};
const look = (open: readonly Delivery[], accounts: readonly Account[] = [plain, holder]) =>
  outlook(
    open,
    accounts,
    (id) => {
      const known = accounts.find((one) => one.id === id);
      return known === undefined ? null : { health: known.health, access: null };
    },
    left,
    until,
    () => 10 * minute,
  );

describe('what happens until the return', () => {
  it('says of each departure who holds it', () => {
    const [held, here, mine, stuck] = [
      delivery({ state: 'handed-over', executor: 'native' }),
      delivery(),
      delivery({ executor: 'assisted' }),
      delivery({ state: 'missed' }),
    ];
    const later = delivery({ dueAt: until + 1 });
    const seen = look([held, here, mine, stuck, later]);
    expect(seen.alone).toEqual([held]);
    expect(seen.waits.map((one) => one.delivery)).toEqual([here]);
    expect(seen.hand).toEqual([mine]);
    expect(seen.stuck).toEqual([stuck]);
  });

  it('says from when on what waits for this machine will be missed', () => {
    const late = delivery({ dueAt: left + hour, toleranceMs: 30 * minute });
    const saved = delivery({ dueAt: until - 10 * minute, toleranceMs: 30 * minute });
    const whenever = atOnce({ dueAt: left - minute });
    expect(look([late, saved, whenever]).waits).toMatchObject([
      { delivery: whenever, latestAt: null, isMissed: false },
      { delivery: late, latestAt: left + 90 * minute, isMissed: true },
      { delivery: saved, isMissed: false },
    ]);
  });

  it('counts the pause between posts that leave together on return', () => {
    const dueAt = until - 15 * minute;
    const [first, second, third] = [1, 2, 3].map((n) =>
      delivery({ dueAt: dueAt + n, toleranceMs: 30 * minute }),
    );
    expect(look([first!, second!, third!]).waits.map(({ isMissed }) => isMissed)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('offers to leave to the network what it can hold: early enough, and no more than it takes', () => {
    const on = (dueAt: number, more: Partial<Delivery> = {}) => delivery({ dueAt, ...more }, holder.id);
    const soon = on(left + 5 * minute);
    const [first, second, third] = [on(left + hour), on(left + 2 * hour), on(left + 3 * hour)];
    const elsewhere = delivery();
    expect(look([soon, third, second, first, elsewhere]).handable).toEqual([first, second]);
    const held = on(left + 24 * hour, { state: 'handed-over', executor: 'native' });
    expect(look([soon, third, second, first, held]).handable).toEqual([first]);
    const out = { ...holder, health: { tag: 'refused', since: left } } as const;
    expect(look([first], [plain, out]).handable).toEqual([]);
  });

  it('names the accesses that end meanwhile and are not renewed', () => {
    const ends = (endsAt: number, renews: boolean) =>
      outlook(
        [],
        [plain],
        () => ({ health: plain.health, access: { endsAt, renews, permissions: [] } }),
        left,
        until,
        () => 0,
      ).ending;
    expect(ends(left + hour, false)).toMatchObject([{ account: plain, endsAt: left + hour }]);
    expect(ends(left + hour, true)).toEqual([]);
    expect(ends(until + 1, false)).toEqual([]);
    expect(ends(left - 1, false)).toEqual([]);
  });
});

const message = (n: number, more: Partial<Message> = {}): Message => ({ ...messageRow(n).row, ...more });

describe('reply windows', () => {
  const windows = { privateMs: 24 * hour, publicMs: 7 * 24 * hour };
  const withWindows = () => ({ replyWindows: windows });
  const dm = (n: number, ago: number, more: Partial<Message> = {}) =>
    message(n, { box: 'private', createdAt: left - ago, ...more });

  it('say nothing of a network that has none', () => {
    expect(replyWindowMs(plain.manifest, 'private')).toBeNull();
    expect(closingWindows([dm(1, 23 * hour)], () => plain.manifest, left, until)).toEqual([]);
  });

  it('close in their order, and only those that close meanwhile', () => {
    const rows = [
      dm(1, 22 * hour, { conversationId: 'a' }),
      dm(2, 23 * hour, { conversationId: 'b' }),
      dm(3, 10 * hour, { conversationId: 'open for long' }),
      dm(4, 25 * hour, { conversationId: 'closed already' }),
      message(5, { createdAt: left - 7 * 24 * hour + hour }),
    ];
    const closing = closingWindows(rows, withWindows, left, until);
    expect(closing.map((one) => [one.message.remoteId, one.closesAt - left])).toEqual([
      ['m2', hour],
      ['m5', hour],
      ['m1', 2 * hour],
    ]);
  });

  it('are opened anew by the other side, not by us, and are nothing to what is done', () => {
    const rows = [dm(1, 23 * hour), dm(2, hour)];
    expect(closingWindows(rows, withWindows, left, until)).toEqual([]);
    const ours = [dm(1, 23 * hour), dm(2, hour, { mine: true })];
    expect(closingWindows(ours, withWindows, left, until)).toHaveLength(1);
    expect(closingWindows([dm(1, 23 * hour, { state: 'done' })], withWindows, left, until)).toEqual([]);
  });
});

describe('the conversations to take along', () => {
  const ids = (
    rows: readonly Message[],
    closesAt: (one: { createdAt: number }) => number | null = () => null,
  ) => likelyConversations(rows, closesAt).map(({ remoteId }) => remoteId);

  it('are those that ask for something, each once, by its newest message', () => {
    const rows = [
      message(1, { conversationId: 'a' }),
      message(2, { conversationId: 'a' }),
      message(3, { conversationId: 'b', state: 'open' }),
      message(4, { conversationId: 'c', state: 'done' }),
      message(5, { conversationId: 'd', mine: true }),
      message(6, { conversationId: 'e', goneAt: 1 }),
      message(7, { conversationId: 'f', box: 'activity' }),
    ];
    expect(ids(rows)).toEqual(['m2', 'm3']);
  });

  it('come with what closes first at the head, then what is unread, then the newest', () => {
    const rows = [
      message(1, { conversationId: 'a', state: 'open' }),
      message(2, { conversationId: 'b' }),
      message(3, { conversationId: 'c' }),
      message(9, { conversationId: 'd', state: 'open' }),
    ];
    expect(ids(rows)).toEqual(['m3', 'm2', 'm9', 'm1']);
    const first = rows[0]?.createdAt;
    expect(ids(rows, ({ createdAt }) => (createdAt === first ? 5 : null))[0]).toBe('m1');
  });
});

describe('the return', () => {
  const head = { awayFrom: left, until, returnedAt: null };
  const at = (tag: 'online' | 'offline' | 'unknown', since: number, now: number, more = {}) =>
    backSince({ ...head, ...more }, { tag, since }, now);

  it('is a connection that came after leaving, and holds', () => {
    const came = left + hour;
    expect(at('online', came, came + steadyMs - 1)).toBeNull();
    expect(at('online', came, came + steadyMs)).toBe(came);
    expect(at('offline', came, came + hour)).toBeNull();
    expect(at('unknown', came, came + hour)).toBeNull();
  });

  it('is not the connection that the person has not left yet', () => {
    expect(at('online', left - hour, left + hour)).toBeNull();
    expect(at('online', left - hour, until + 1)).toBe(until);
  });

  it('is not a connection of which the person said that it was none', () => {
    const came = left + hour;
    expect(at('online', came, came + hour, { awayFrom: came + minute })).toBeNull();
    expect(at('online', came, came + hour, { returnedAt: came })).toBeNull();
  });
});

describe('what was fetched', () => {
  const one = (id: Account['id'], asked: number, read: number): Fetched['accounts'][number] => ({
    accountId: id,
    asked,
    read,
    pictures: { asked: 3, kept: 2 },
  });
  const whole: Fetched = {
    accounts: [one(plain.id, 5, 4), one(holder.id, 2, 2)],
    failed: [
      {
        accountId: plain.id,
        conversationId: 'c',
        handle: 'ada',
        failure: { code: 'offline', detail: {} },
      },
    ],
    stopped: false,
  };

  it('is told client by client, and the clients together are the whole', () => {
    const parts = [plain.id, holder.id].map((id) => fetchedOf(whole, new Set([id])));
    expect(parts[1]?.failed).toEqual([]);
    expect(fetchedOf(whole, new Set(['nobody']))).toBeNull();
    expect(allFetched([...parts, null])).toEqual(whole);
    expect(allFetched([null])).toBeNull();
    expect(fetchedTotals(whole)).toEqual({ asked: 7, read: 6, pictures: { asked: 6, kept: 4 } });
  });
});

describe('the pictures to take along', () => {
  it('are those that a column or a conversation shows: the face, the images as shown, the emojis', () => {
    const image = { kind: 'image', alt: '', width: null, height: null } as const;
    expect(
      picturesOf({
        author: { remoteId: 'p1', handle: 'ada', name: 'Ada', avatarUrl: 'https://a/face.png' },
        attachments: [
          { ...image, url: 'https://a/big.png', previewUrl: 'https://a/small.png' },
          { ...image, url: 'https://a/only.png', previewUrl: null },
          { ...image, kind: 'video', url: 'https://a/film.mp4', previewUrl: 'https://a/film.png' },
        ],
        body: [
          { tag: 'text', text: 'hello' },
          { tag: 'emoji', shortcode: 'cat', url: 'https://a/cat.png' },
          { tag: 'emoji', shortcode: 'odd', url: 'data:image/png;base64,AA' },
        ],
      }),
    ).toEqual(['https://a/face.png', 'https://a/small.png', 'https://a/only.png', 'https://a/cat.png']);
  });
});
