import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { changedShapes } from '../../../src-shared/domain/vitals.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { restoredRows, useLiveStatus } from '../../state/status.ts';
import { useAccounts, useNow } from '../../state/use-live.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Facts } from './facts.tsx';

/** One line a part of Vigie: well or not, in words. */
export function Health({
  aside,
}: {
  /** How many items are set aside; null: not counted yet. */
  readonly aside: number | null;
}) {
  const text = useText();
  const { t, times, formats } = text;
  const { info } = useRealm();
  const restored = useLiveStatus(restoredRows);
  const status = useLiveStatus((live) => live.status);
  const trouble = useNavigation((navigation) => navigation.storeTrouble);
  const now = useNow();
  const accounts = useAccounts().filter((one) => one.health.tag !== 'disconnected');
  const vitalsOf = useVitals();
  const ill = accounts.filter((one) => one.health.tag !== 'ok' || changedShapes(vitalsOf(one.id)).length > 0);
  const { connectivity, lastSyncAt, disk } = status;
  return (
    <Facts
      facts={[
        {
          name: t('diagnostics.connection'),
          value:
            connectivity.tag === 'online'
              ? well(t('shell.online'))
              : connectivity.tag === 'unknown'
                ? t('shell.checking')
                : warns(t('shell.offlineSince', { span: times.span(now - connectivity.since) })),
        },
        {
          name: t('diagnostics.lastSync'),
          value: lastSyncAt === null ? t('diagnostics.never') : times.relative(lastSyncAt, now),
        },
        {
          name: t('diagnostics.accounts'),
          value:
            accounts.length === 0
              ? t('diagnostics.accountsNone')
              : ill.length === 0
                ? well(t('diagnostics.accountsWell', { count: accounts.length }))
                : warns(
                    t('diagnostics.accountsIll', {
                      ill: ill.length,
                      all: accounts.length,
                      names: formats.list(ill.map((one) => one.handle)),
                    }),
                  ),
        },
        {
          name: t('diagnostics.disk'),
          value:
            disk === 'ok'
              ? well(t('diagnostics.disk.ok'))
              : disk === 'low'
                ? warns(t('diagnostics.disk.low'))
                : fails(t('diagnostics.disk.full')),
        },
        {
          name: t('diagnostics.vault'),
          value:
            info.vault === 'keychain'
              ? well(t('diagnostics.vault.keychain'))
              : warns(t('diagnostics.vault.session')),
        },
        {
          name: t('diagnostics.journal'),
          value:
            info.journal === 'ok'
              ? well(t('diagnostics.journal.ok'))
              : warns(t(`diagnostics.journal.${info.journal}`)),
        },
        {
          name: t('diagnostics.store'),
          value:
            trouble !== null
              ? fails(errorText(text, trouble.code, trouble.detail).sentence)
              : restored > 0
                ? warns(t('diagnostics.store.restored', { count: restored }))
                : well(t('diagnostics.store.ok')),
        },
        {
          name: t('diagnostics.aside'),
          value:
            aside === null
              ? ''
              : aside === 0
                ? well(t('diagnostics.asideNone'))
                : warns(t('diagnostics.asideSome', { count: aside })),
        },
      ]}
    />
  );
}

const well = (words: string): ReactNode => (
  <Badge tone="ok" icon={CircleCheck}>
    {words}
  </Badge>
);
const warns = (words: string): ReactNode => (
  <Badge tone="warn" icon={TriangleAlert}>
    {words}
  </Badge>
);
const fails = (words: string): ReactNode => (
  <Badge tone="bad" icon={CircleX}>
    {words}
  </Badge>
);
