import { Copy, RefreshCw } from 'lucide-react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Parked } from '../../../src-shared/sync/parked.ts';
import { useRealm } from '../../state/realm.ts';
import { partWords } from '../../text/shape-words.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import styles from './settings.module.css';

/** What could not be read or stored: kept as it is, to be copied, or put back once it can be read. */
export function AsideItems({
  items,
  onChange,
  onFailure,
}: {
  readonly items: readonly Parked[];
  /** Something was put back. */
  readonly onChange: () => void;
  readonly onFailure: (failure: Failure) => void;
}) {
  const text = useText();
  const { t, formats } = text;
  const { bridge, toasts } = useRealm();

  const copy = async (item: Parked): Promise<void> => {
    const copied = await bridge.app.copyText({ text: item.text });
    if (copied.tag === 'err') onFailure(copied.error);
    else toasts.show({ text: t('diagnostics.asideCopied'), tone: 'ok' });
  };
  const retry = async (item: Parked): Promise<void> => {
    const back = await bridge.diagnostics.unpark({ id: item.id });
    if (back.tag === 'err') return onFailure(back.error);
    toasts.show({ text: t('diagnostics.asideBack'), tone: 'ok' });
    onChange();
  };

  return (
    <section className={styles.log} aria-labelledby="aside">
      <h3 id="aside" className={styles.heading}>
        {t('diagnostics.aside')}
      </h3>
      <p className={styles.hint}>{t('diagnostics.asideText')}</p>
      <DataTable
        caption={t('diagnostics.aside')}
        isCaptionHidden
        columns={[
          { id: 'at', label: t('diagnostics.at') },
          { id: 'what', label: t('diagnostics.asideWhat'), isRowHeader: true },
          { id: 'why', label: t('diagnostics.asideWhy') },
          { id: 'actions', label: t('diagnostics.asideActions') },
        ]}
        rows={items}
        keyOf={(item) => item.id}
      >
        {(item, column) => {
          const what =
            item.place === 'network'
              ? t('diagnostics.aside.kind.item', { part: partWords(text, { part: item.kind }) })
              : t(`diagnostics.aside.kind.${kindOf(item)}`);
          switch (column) {
            case 'at':
              return item.at === null
                ? t('diagnostics.asideUnknownDate')
                : formats.date(item.at, 'time-seconds');
            case 'what':
              return what;
            case 'why':
              return t(`diagnostics.aside.why.${item.place}`, { reason: reasonOf(item) });
            case 'actions':
              return (
                <span className={styles.rowButtons}>
                  <Button
                    size="small"
                    icon={Copy}
                    aria-label={t('diagnostics.asideCopyOf', { what })}
                    onPress={() => void copy(item)}
                  >
                    {t('diagnostics.asideCopy')}
                  </Button>
                  {item.isRetryable && (
                    <Button
                      size="small"
                      icon={RefreshCw}
                      aria-label={t('diagnostics.asideRetryOf', { what })}
                      onPress={() => void retry(item)}
                    >
                      {t('diagnostics.asideRetry')}
                    </Button>
                  )}
                </span>
              );
          }
        }}
      </DataTable>
    </section>
  );
}

/** Fields, one after the other; of what the store refused, the error's own words. */
const reasonOf = ({ place, reason }: Parked): string =>
  place === 'store' ? reason : reason.split(' ').join(', ');

const kinds = ['account', 'message', 'conversation', 'person', 'metric', 'delivery', 'freeze'] as const;

function kindOf({ kind }: Parked): (typeof kinds)[number] | 'other' {
  if (kind === 'outbox') return 'delivery';
  return kinds.find((one) => one === kind) ?? 'other';
}
