import { describe, expect, it } from 'vitest';
import { riskOf, type Risk } from '../../../src-shared/accounts/at-risk.ts';
import type { AccountHealth } from '../../../src-shared/domain/account.ts';
import { deliveryStates, type Delivery, type DeliveryState } from '../../../src-shared/domain/delivery.ts';
import { permissionNames, type Access, type PermissionName } from '../../../src-shared/domain/vitals.ts';

const now = Date.parse('2026-11-26T09:00:00Z');
const hour = 3_600_000;
const ok: AccountHealth = { tag: 'ok' };
const access = (more: Partial<Access> = {}, lacks: readonly PermissionName[] = []): Access => ({
  endsAt: null,
  renews: false,
  permissions: permissionNames.map((name) => ({ name, held: !lacks.includes(name), scope: null })),
  ...more,
});
const post = (more: Partial<Delivery> = {}) => ({
  state: 'scheduled' as const,
  executor: 'machine' as const,
  dueAt: now + hour,
  action: { tag: 'publish' } as const,
  ...more,
});

describe('a planned departure', () => {
  it.each<[string, AccountHealth, Risk | null]>([
    ['good', ok, null],
    ['failing', { tag: 'failing', since: now, failure: { code: 'server-error', detail: {} } }, null],
    ['refused', { tag: 'refused', since: now }, 'refused'],
    ['locked', { tag: 'locked', since: now }, 'locked'],
    ['disconnected', { tag: 'disconnected', since: now }, 'disconnected'],
  ])('of an account that is %s', (_, health, risk) => {
    expect(riskOf(post(), { health, access: access() })).toBe(risk);
  });

  it('is at risk from the moment at which the access ends, when nothing renews it', () => {
    const at = (dueAt: number, more: Partial<Access>) =>
      riskOf(post({ dueAt }), { health: ok, access: access(more) });
    const endsAt = now + 2 * hour;
    expect(at(endsAt - 1, { endsAt })).toBeNull();
    expect(at(endsAt, { endsAt })).toBe('ends');
    expect(at(endsAt + hour, { endsAt, renews: true })).toBeNull();
    expect(at(endsAt + hour, { endsAt: null })).toBeNull();
  });

  it('is at risk for a permission that it needs, and for no other', () => {
    const lacking = (lacks: PermissionName, more: Partial<Delivery> = {}) =>
      riskOf(post(more), { health: ok, access: access({}, [lacks]) });
    const target = {} as Extract<Delivery['action'], { tag: 'reply' }>['target'];
    expect(lacking('publish')).toBe('permission');
    expect(lacking('react')).toBeNull();
    expect(lacking('react', { action: { tag: 'like', target } })).toBe('permission');
    expect(
      lacking('private-messages', { action: { tag: 'reply', target: { ...target, box: 'private' } } }),
    ).toBe('permission');
    expect(
      lacking('private-messages', { action: { tag: 'reply', target: { ...target, box: 'public' } } }),
    ).toBeNull();
  });

  it('that a network or a person carries out does not need the access', () => {
    const refused: AccountHealth = { tag: 'refused', since: now };
    const atRisk = deliveryStates.filter(
      (state) => riskOf(post({ state }), { health: refused, access: null }) !== null,
    );
    expect(atRisk).toEqual<DeliveryState[]>([
      'grace',
      'scheduled',
      'running',
      'recalling',
      'frozen',
      'blocked',
    ]);
    expect(riskOf(post({ executor: 'assisted' }), { health: refused, access: null })).toBeNull();
  });
});
