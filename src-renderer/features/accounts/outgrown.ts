import { useEffect } from 'react';
import * as v from 'valibot';
import { checkContent } from '../../../src-shared/composing/check.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { describedSchema, type Described } from '../../../src-shared/domain/described.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';

/** What the form's fields describe; null: they describe no network yet. */
export function readForm(values: Readonly<Record<string, string>>): Described | null {
  const typed = (name: string): string => (values[name] ?? '').trim();
  const whole = (name: string): number => (/^\d+$/u.test(typed(name)) ? Number(typed(name)) : Number.NaN);
  const read = v.safeParse(describedSchema, {
    name: typed('network'),
    page: typed('page'),
    limit: whole('limit'),
    images: whole('images'),
    colour: typed('colour'),
  });
  return read.success ? read.output : null;
}

/** Planned posts on these accounts that their network would not take any more, were it described so; soonest first. */
export function useOutgrown(accounts: readonly Account[], network: Described | null): readonly Delivery[] {
  const { databases } = useRealm();
  const clients = [...new Set(accounts.map(({ workspaceId }) => workspaceId))];
  const planned = useLiveList(() => liveDeliveries(databases, clients, openStates), clients.join(' '));
  useEffect(() => {
    if (planned.ready && planned.more) planned.grow();
  }, [planned]);
  if (network === null) return [];
  return planned.rows.filter(({ accountId, action, content }) => {
    const account = accounts.find(({ id }) => id === accountId);
    if (account === undefined || action.tag !== 'publish') return false;
    const { manifest } = account;
    const corrected = {
      ...manifest,
      counting: { ...manifest.counting, max: network.limit },
      images: { ...manifest.images, max: network.images },
    };
    const isRefused = (of: typeof manifest): boolean =>
      checkContent(content, of, 'post').some(({ severity }) => severity === 'error');
    return isRefused(corrected) && !isRefused(manifest);
  });
}
