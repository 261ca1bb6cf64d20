import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { forecast } from '../../../src-shared/forecast/forecast.ts';
import type { ForecastSources } from '../../../src-shared/forecast/sources.ts';
import {
  account,
  at,
  client,
  day,
  draft,
  freeze,
  hash,
  here,
  hour,
  image,
  minute,
  now,
  post,
  who,
  wish,
  words,
  world,
} from './samples.ts';

/** Every risk of a forecast, as `severity kind: posts → fixes`. */
const told = (sources: ForecastSources): readonly string[] =>
  forecast(sources).risks.map(
    ({ severity, kind, departures, fixes }) =>
      `${severity} ${kind}: ${departures.map(({ key }) => key.split('/')[0] ?? '').join(', ')} → ${fixes.map(({ tag }) => tag).join(', ')}`,
  );

const withNative = (manifest: Manifest, more: Partial<Manifest> = {}): Manifest => ({
  ...manifest,
  capabilities: [...manifest.capabilities, 'native-schedule'],
  operations: { ...manifest.operations, schedule: { class: 'R', settleMs: 1_000, keyMs: null } },
  native: { minAheadMs: 5 * minute, maxPending: 300, maxPerDay: 25 },
  ...more,
});

describe('a queue in which nothing is wrong', () => {
  it('has no risk, however full', () => {
    const held = ['one', 'two', 'three'].map((name, index) =>
      post(name, `2026-11-${String(27 + index)}T09:00`),
    );
    expect(told(world({ deliveries: held }))).toEqual([]);
    expect(told(world())).toEqual([]);
  });

  it('and what is over or beyond the fourteen days is nobody’s risk', () => {
    const { manifest } = account('a');
    expect(
      told(
        world({
          deliveries: [
            post('sent', '2026-11-26T07:00', { state: 'sent', sentAt: now - hour }),
            post('given-up', '2026-11-27T07:00', { state: 'cancelled' }),
            post('too-far', '2026-12-10T00:00', { ...here, content: { ...words('x'), text: '' } }),
          ],
          drafts: [
            draft('no-hour', null),
            draft('scheduled', '2026-11-28T09:00', { intentId: 'held' as never }),
            draft('thrown-away', '2026-11-28T09:00', { deletedAt: now }),
          ],
          accounts: [account('a', { manifest: withNative(manifest) })],
        }),
      ),
    ).toEqual([]);
  });
});

describe('each risk, seeded once, is told and nothing else is', () => {
  const tomorrow = '2026-11-27T09:00';
  const { manifest } = account('a');

  it.each(['refused', 'locked', 'disconnected'] as const)('the account is %s', (tag) => {
    const sources = world({
      accounts: [account('a', { health: { tag, since: now - hour } })],
      deliveries: [post('one', tomorrow, { ...here, state: 'blocked' }), post('held', '2026-11-28T09:00')],
    });
    expect(told(sources)).toEqual(['stops access: one → reconnect']);
    expect(forecast(sources).risks[0]).toMatchObject({ reason: tag, at: at(tomorrow).dueAt });
  });

  it('the account is refused, and main has not taken the post yet', () => {
    const accounts = [account('a', { health: { tag: 'refused', since: now } })];
    expect(told(world({ accounts, wishes: [wish('one', tomorrow, 'pending')] }))).toEqual([
      'stops access: one → reconnect',
      'doubt handing: one → edit',
    ]);
  });

  it('the access ends on the way, and nothing renews it', () => {
    const access = { endsAt: now + 2 * day, renews: false, permissions: [] };
    const sources = world({
      vitals: { [who('a')]: { access } },
      deliveries: [post('before', tomorrow), post('after', '2026-11-29T09:00', here)],
    });
    expect(told(sources)).toEqual(['stops access: after → reconnect']);
    expect(forecast(sources).risks[0]).toMatchObject({ reason: 'ends' });
    expect(
      told(world({ ...sources, vitals: { [who('a')]: { access: { ...access, renews: true } } } })),
    ).toEqual(['needs awake: after → outbox']);
  });

  it('a permission was never given', () => {
    const access = {
      endsAt: null,
      renews: true,
      permissions: [{ name: 'publish' as const, held: false, scope: null }],
    };
    expect(
      told(world({ vitals: { [who('a')]: { access } }, deliveries: [post('one', tomorrow, here)] })),
    ).toEqual(['stops access: one → reconnect']);
  });

  it('the account is not there any more', () => {
    expect(
      told(world({ accounts: [], deliveries: [post('one', tomorrow, { ...here, state: 'blocked' })] })),
    ).toEqual(['stops no-account: one → edit, outbox']);
  });

  it('a freeze is in force: what it keeps, and what the network still has', () => {
    const sources = world({
      freezes: [freeze(), freeze({ id: 'over', ended: { at: now, by: '', what: [] } })],
      deliveries: [
        post('kept', tomorrow, { ...here, state: 'frozen' }),
        post('not-back', '2026-11-28T09:00'),
      ],
    });
    expect(told(sources)).toEqual(['stops frozen: kept → resume', 'doubt recall: not-back → outbox']);
  });

  it('a freeze of another client, or one that leaves the account open, keeps nothing', () => {
    const sources = world({
      freezes: [freeze({ scope: 'another' as never }), freeze({ id: 'open', openAccounts: [who('a')] })],
      deliveries: [post('one', tomorrow)],
    });
    expect(told(sources)).toEqual([]);
  });

  it('a post came frozen from a backup', () => {
    expect(told(world({ deliveries: [post('one', tomorrow, { ...here, state: 'frozen' })] }))).toEqual([
      'stops held-back: one → outbox',
    ]);
  });

  it('a draft is planned and was never handed over', () => {
    expect(told(world({ drafts: [draft('one', tomorrow, { accountIds: [who('a'), who('b')] })] }))).toEqual([
      'stops draft: one, one → schedule, move',
    ]);
    const over = forecast(world({ drafts: [draft('one', '2026-11-26T07:00', { accountIds: [] })] }));
    expect(over.risks).toMatchObject([{ kind: 'draft', isOver: true, at: now }]);
    // Of another day, it is history.
    expect(told(world({ drafts: [draft('one', '2026-11-25T07:00')] }))).toEqual([]);
  });

  it('main has not taken it, or has refused it', () => {
    expect(told(world({ wishes: [wish('one', tomorrow, 'pending')] }))).toEqual([
      'doubt handing: one → edit',
    ]);
    expect(told(world({ wishes: [wish('one', tomorrow, 'refused')] }))).toEqual([
      'stops refused: one → edit',
    ]);
    // A change that was refused leaves what main holds.
    expect(
      told(
        world({
          deliveries: [post('one', tomorrow)],
          wishes: [wish('one', '2026-11-30T09:00', 'refused', { revision: 2 })],
        }),
      ),
    ).toEqual([]);
  });

  it.each([
    ['failed', 'stops'],
    ['missed', 'stops'],
    ['assisted', 'stops'],
    ['blocked', 'stops'],
    ['needs-decision', 'doubt'],
  ] as const)('stands open as %s', (state, severity) => {
    const sources = world({ deliveries: [post('one', '2026-11-24T09:00', { ...here, state })] });
    expect(told(sources)).toEqual([`${severity} trouble: one → outbox`]);
    expect(forecast(sources).risks[0]?.at).toBe(now);
    expect(forecast(sources).open.map(({ key }) => key)).toEqual([sources.deliveries[0]?.id]);
  });

  it('the file of an image is gone', () => {
    const content = { ...words('one'), media: [image(hash('a')), image(hash('b'))] };
    const sources = world({
      deliveries: [
        post('one', tomorrow, { ...here, content }),
        post('held', '2026-11-28T09:00', { content }),
      ],
      missingMedia: new Set([hash('b'), hash('c')]),
      rules: () => ({ confirm: [], similarDays: 0, apartMinutes: 0 }),
    });
    expect(told(sources)).toEqual(['stops media-missing: one → edit, outbox']);
    expect(forecast(sources).risks[0]).toMatchObject({ hashes: [hash('b')] });
  });

  it('the network would refuse it', () => {
    const content = { ...words('one'), media: [image(hash('a'), 'image/tiff')] };
    const sources = world({ deliveries: [post('one', tomorrow, { ...here, content })] });
    expect(told(sources)).toEqual(['stops content: one → edit, outbox']);
    expect(forecast(sources).risks[0]).toMatchObject({ findings: [{ code: 'media-type-refused' }] });
  });

  it('the server allows too few requests until then', () => {
    const soon = (name: string, wall: string) =>
      post(name, wall, { ...here, content: { ...words(name), media: [image(hash('a'))] } });
    const sources = world({
      vitals: {
        [who('a')]: {
          quotas: [{ kind: 'write', limit: 300, left: 3, resetAt: at('2026-11-26T09:20').dueAt }],
        },
      },
      deliveries: [
        soon('fits', '2026-11-26T08:30'),
        soon('late', '2026-11-26T09:00'),
        soon('after', '2026-11-26T09:30'),
      ],
    });
    expect(told(sources)).toEqual([
      'doubt quota: late → move, outbox',
      'needs awake: fits, late, after → outbox',
    ]);
    expect(forecast(sources).risks[0]).toMatchObject({ left: 3, need: 4 });
    const enough = [{ kind: 'write' as const, limit: 300, left: 4, resetAt: at('2026-11-26T09:20').dueAt }];
    expect(
      told(world({ deliveries: sources.deliveries, vitals: { [who('a')]: { quotas: enough } } })),
    ).toEqual(['needs awake: fits, late, after → outbox']);
  });

  it('the server asked to be left alone for longer than a post may be late', () => {
    expect(
      told(
        world({
          vitals: { [who('a')]: { limitedUntil: now + 2 * hour } },
          deliveries: [post('one', '2026-11-26T08:30', here)],
        }),
      ),
    ).toEqual(['stops quota: one → move, outbox']);
  });

  it('the network’s scheduler is full, for the day and as a whole', () => {
    const full = (native: NonNullable<Manifest['native']>): ForecastSources =>
      world({
        accounts: [account('a', { manifest: withNative(manifest, { native }) })],
        deliveries: [
          post('held', '2026-11-28T08:00'),
          // Not handed over for now, whatever keeps it.
          post('fits', '2026-11-28T09:00', { state: 'frozen' }),
          post('over', '2026-11-28T15:00', { state: 'frozen' }),
        ],
      });
    expect(told(full({ minAheadMs: 0, maxPending: 300, maxPerDay: 2 }))).toEqual([
      'stops held-back: fits, over → outbox',
      'doubt scheduler-full: over → move, outbox',
    ]);
    expect(told(full({ minAheadMs: 0, maxPending: 2, maxPerDay: 25 }))).toEqual([
      'stops held-back: fits, over → outbox',
      'doubt scheduler-full: over → move, outbox',
    ]);
    expect(told(full({ minAheadMs: 0, maxPending: 3, maxPerDay: 3 }))).toEqual([
      'stops held-back: fits, over → outbox',
    ]);
  });

  it('the clocks jump over its hour, or show it twice', () => {
    const spring = world({
      now: at('2027-03-20T08:00').dueAt,
      deliveries: [
        post('jumped', '2027-03-28T02:30', { on: 'a' }),
        post('jumped', '2027-03-28T02:30', { on: 'b' }),
        post('not', '2027-03-28T03:30'),
      ],
      accounts: [account('a'), account('b')],
    });
    expect(told(spring)).toEqual(['watch gap: jumped, jumped → move, outbox']);
    const autumn = world({
      now: at('2026-10-20T08:00').dueAt,
      deliveries: [post('twice', '2026-10-25T02:30')],
    });
    expect(told(autumn)).toEqual(['watch overlap: twice → move, outbox']);
  });

  it('the rules of its zone have changed since', () => {
    const held = post('one', tomorrow);
    const sources = world({ deliveries: [{ ...held, dueAt: held.dueAt + hour }] });
    expect(told(sources)).toEqual(['doubt rules: one → move, outbox']);
    expect(forecast(sources).risks[0]).toMatchObject({ meantAt: held.dueAt });
  });

  it('a post is planned on another clock than its client’s', () => {
    const sources = world({
      clients: [{ ...client, zone: 'America/New_York' }],
      deliveries: [post('one', tomorrow), post('two', '2026-11-28T09:00')],
    });
    expect(told(sources)).toEqual(['watch zone: one, two → move, outbox']);
    // Another name for the same clock is no other clock.
    expect(told(world({ ...sources, vitals: {}, clients: [{ ...client, zone: 'Europe/Monaco' }] }))).toEqual(
      [],
    );
  });

  it('posts of one account come one upon the other; those of two accounts may', () => {
    const sources = world({
      accounts: [account('a'), account('b')],
      deliveries: [
        post('one', '2026-11-27T09:00'),
        post('two', '2026-11-27T09:10'),
        post('three', '2026-11-27T09:20'),
        post('other', '2026-11-27T09:12', { on: 'b' }),
        post('apart', '2026-11-27T09:35'),
      ],
    });
    expect(told(sources)).toEqual(['watch burst: one, two, three → move']);
    expect(forecast(sources).risks[0]).toMatchObject({ apartMs: 10 * minute });
  });

  it('a text is nearly that of another post, to come or gone', () => {
    const text = 'Samedi, on répare ensemble : venez avec votre lampe et vos questions.';
    const said = (name: string, wall: string, words_: string, more: Partial<Delivery> = {}) =>
      post(name, wall, { content: { ...words(name), text: words_ }, ...more });
    const sources = world({
      deliveries: [
        said('gone', '2026-11-20T09:00', text, { state: 'sent', sentAt: at('2026-11-20T09:00').dueAt }),
        said('again', '2026-11-27T09:00', `${text} ✨`),
      ],
    });
    expect(told(sources)).toEqual(['watch alike: again → edit, move']);
    expect(forecast(sources).risks[0]).toMatchObject({
      isIdentical: true,
      otherAt: at('2026-11-20T09:00').dueAt,
    });
    expect(
      told(
        world({
          deliveries: sources.deliveries,
          rules: () => ({ confirm: [], similarDays: 3, apartMinutes: 0 }),
        }),
      ),
    ).toEqual([]);
  });

  it('this machine must be awake; what the network could hold can be given to it', () => {
    const sources = world({
      accounts: [account('a', { manifest: withNative(manifest) }), account('b')],
      deliveries: [
        post('one', tomorrow, here),
        post('two', '2026-11-27T18:00', { ...here, on: 'b' }),
        post('three', '2026-11-28T09:00', { ...here, on: 'b' }),
      ],
    });
    expect(told(sources)).toEqual([
      'needs awake: one, two → hand-over, outbox',
      'needs awake: three → outbox',
    ]);
    expect(forecast(sources).risks[0]).toMatchObject({
      from: at(tomorrow).dueAt,
      to: at('2026-11-27T18:00').dueAt,
      fixes: [{ of: [{ intentId: 'one' }] }, {}],
    });
  });

  it('a person’s hand is needed', () => {
    expect(told(world({ deliveries: [post('one', tomorrow, { ...here, executor: 'assisted' })] }))).toEqual([
      'needs hand: one → outbox',
    ]);
  });
});

describe('ranking', () => {
  it('puts what stops first, then doubts, then who must be there, then what is worth a look; of equals the soonest', () => {
    const sources = world({
      deliveries: [
        post('here', '2026-11-26T09:00', here),
        post('one', '2026-11-28T09:00'),
        post('two', '2026-11-28T09:05'),
        post('doubt', '2026-11-20T09:00', { ...here, state: 'needs-decision' }),
      ],
      drafts: [draft('later', '2026-12-01T09:00'), draft('sooner', '2026-11-30T09:00')],
    });
    expect(told(sources)).toEqual([
      'stops draft: sooner → schedule, move',
      'stops draft: later → schedule, move',
      'doubt trouble: doubt → outbox',
      'needs awake: here → outbox',
      'watch burst: one, two → move',
    ]);
    const worst = forecast(sources).days.map((one) => one.worst?.kind ?? '');
    expect(worst.slice(0, 6)).toEqual(['trouble', '', 'burst', '', 'draft', 'draft']);
  });
});
