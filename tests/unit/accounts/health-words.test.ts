import { describe, expect, it } from 'vitest';
import { accessWords, lastErrorWords } from '../../../src-renderer/features/accounts/health-words.ts';
import { byUrgency, standingOf } from '../../../src-renderer/features/accounts/standing.ts';
import { createText } from '../../../src-renderer/text/create-text.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { noVitals, type Access, type Vitals } from '../../../src-shared/domain/vitals.ts';
import { failure } from '../../../src-shared/errors.ts';
import { accountId } from '../../../src-shared/ids.ts';

const now = Date.parse('2026-11-26T09:00:00Z');
const hour = 3_600_000;
const en = createText('en');
const id = (name: string) => accountId('net', 'server.example', name);
const access = (endsAt: number | null, renews: boolean): Access => ({ endsAt, renews, permissions: [] });
const vitals = (more: Partial<Vitals>): Vitals => ({ ...noVitals(id('me')), ...more });

describe('the end of an access', () => {
  it.each<[string, Access | null, RegExp]>([
    ['none', access(null, false), /^does not expire$/],
    ['not read', null, /not read yet/],
    ['soon, for good', access(now + 2 * hour, false), /^ends today at \d\d:00, and nothing renews it/],
    ['in days, for good', access(now + 96 * hour, false), /^ends Monday,? 30 November at \d\d:00, and/],
    ['past, for good', access(now - hour, false), /^ended .*reconnect/],
    [
      'far, renewed',
      access(now + 90 * 24 * hour, true),
      /^renews by itself; without Vigie it would end on .*2027$/,
    ],
  ])('is told: %s', (_, given, words) => {
    expect(accessWords(en, given, { tag: 'ok' }, now)).toMatch(words);
  });

  it('has its day and hour in every form, in French as well', () => {
    const fr = createText('fr');
    const said = (endsAt: number, renews: boolean) =>
      accessWords(fr, access(endsAt, renews), { tag: 'ok' }, now).replaceAll(/\s/gu, ' ');
    const alone = 'se renouvelle tout seul ; sans Vigie, il prendrait fin';
    expect(said(now + 2 * hour, true)).toMatch(new RegExp(`^${alone} aujourd’hui à \\d\\d:00$`, 'u'));
    expect(said(now + 24 * hour, true)).toMatch(new RegExp(`^${alone} demain à \\d\\d:00$`, 'u'));
    expect(said(now + 96 * hour, true)).toMatch(new RegExp(`^${alone} lundi 30 novembre à \\d\\d:00$`, 'u'));
    expect(said(now + 90 * 24 * hour, true)).toMatch(new RegExp(`^${alone} le 24 févr. 2027$`, 'u'));
    expect(said(now - 24 * hour, false)).toMatch(/^a pris fin hier à \d\d:00 : reconnectez/);
  });

  it('is not told as if it still counted when the access is refused', () => {
    const refused = { tag: 'refused', since: now } as const;
    expect(accessWords(en, access(null, false), refused, now)).toMatch(/^refused by the network: reconnect/);
  });
});

describe('the last error', () => {
  const wrong = (code: Parameters<typeof failure>[0], more: Partial<Vitals> = {}) =>
    lastErrorWords(
      en,
      vitals({ lastError: { at: now - hour, failure: failure(code), retryAt: null }, ...more }),
      now,
    );

  it('has what comes next: a moment, a button, or nothing to do', () => {
    expect(lastErrorWords(en, vitals({}), now)).toBeNull();
    expect(wrong('token-revoked')?.next).toMatch(/^Reconnect the account/);
    expect(wrong('server-error')?.next).toMatch(/tries again by itself/);
    expect(wrong('account-suspended')?.next).toMatch(/network’s site/);
    const limited = { at: now - 1_000, failure: failure('rate-limited'), retryAt: now + hour };
    expect(wrong('rate-limited', { lastError: limited })?.next).toMatch(/^Vigie tries again at \d\d:00/);
  });

  it('is over once the server has answered since', () => {
    expect(wrong('server-error', { lastOkAt: now - 1_000 })?.next).toMatch(/^Over since/);
    expect(wrong('server-error', { lastOkAt: now - 2 * hour })?.next).not.toMatch(/^Over since/);
  });
});

describe('accounts', () => {
  const account = (name: string, health: Account['health']) => ({ id: id(name), health }) as Account;
  const planned = (name: string, dueAt: number) =>
    ({
      accountId: id(name),
      state: 'scheduled',
      executor: 'machine',
      dueAt,
      action: { tag: 'publish' },
    }) as Delivery;
  const refused = { tag: 'refused', since: now } as const;
  const ok = { tag: 'ok' } as const;

  it('are told the most urgent first: what keeps posts from leaving, soonest first', () => {
    const deliveries = [
      planned('later', now + 5 * hour),
      planned('soon', now + hour),
      planned('ends', now + 9 * hour),
    ];
    const of = (name: string, health: Account['health'], more: Partial<Vitals> = {}) =>
      standingOf(account(name, health), { ...noVitals(id(name)), ...more }, deliveries);
    const sorted = byUrgency(
      [
        of('fine', ok),
        of('gone', { tag: 'disconnected', since: now }),
        of('low', ok, { quotas: [{ kind: 'read', limit: 300, left: 3, resetAt: now + hour }] }),
        of('ends', ok, { access: access(now + 8 * hour, false) }),
        of('idle', refused),
        of('failing', { tag: 'failing', since: now, failure: failure('server-error') }),
        of('later', refused),
        of('soon', refused),
      ],
      now,
    );
    expect(sorted.map((one) => one.account.id)).toEqual(
      ['soon', 'later', 'idle', 'ends', 'failing', 'low', 'fine', 'gone'].map(id),
    );
  });
});
