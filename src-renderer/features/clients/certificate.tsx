import { Save } from 'lucide-react';
import { useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { PurgeCertificate } from '../../../src-shared/safety/purge.ts';
import { useNavigation } from '../../state/navigation.ts';
import { saveCertificate } from '../../state/purge.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './clients.module.css';

/** What was erased, place by place, to keep or to hand to whoever asked for it. */
export function Certificate({ certificate }: { readonly certificate: PurgeCertificate }) {
  const text = useText();
  const { t, times } = text;
  const realm = useRealm();
  const show = useShell((shell) => shell.show);
  const [failure, setFailure] = useState<Failure | null>(null);
  const go = useNavigation((navigation) => navigation.go);
  const places = Object.entries(certificate.places);

  const save = async (): Promise<void> => {
    const saved = await saveCertificate(realm, certificate);
    setFailure(saved.tag === 'err' ? saved.error : null);
    if (saved.tag !== 'ok' || !saved.value) return;
    realm.toasts.show({ text: t('purge.saved'), tone: 'ok' });
    show(null);
  };

  return (
    <Dialog
      isOpen
      onClose={() => show(null)}
      title={t('purge.certificate')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show(null)}>{t('words.close')}</Button>
          <Button tone="primary" icon={Save} onPress={() => void save()}>
            {t('purge.save')}
          </Button>
        </>
      }
    >
      <div className={styles.said}>
        <p>
          {t(certificate.what === 'client' ? 'purge.doneClient' : 'purge.donePerson', {
            date: times.full(Date.parse(certificate.at)),
          })}
        </p>
        <DataTable
          caption={t('purge.erased')}
          columns={[
            { id: 'place', label: t('purge.place'), isRowHeader: true },
            { id: 'rows', label: t('purge.rows'), align: 'end' },
          ]}
          rows={places}
          keyOf={([place]) => place}
          empty={<p>{t('purge.nothing')}</p>}
        >
          {([place, rows], column) =>
            column === 'rows' ? rows : (text.find(`purge.place.${place}`) ?? place)
          }
        </DataTable>
        {certificate.left > 0 && (
          <Banner
            tone="warn"
            actions={
              <Button
                size="small"
                onPress={() => {
                  show(null);
                  go('outbox');
                }}
              >
                {t('notices.do.outbox')}
              </Button>
            }
          >
            {t('purge.left', { count: certificate.left })}
          </Banner>
        )}
        <p>{t('purge.nobody')}</p>
        <p className={styles.hint}>{t('purge.remains')}</p>
        {failure !== null && (
          <Banner tone="bad" role="alert">
            {errorText(text, failure.code, failure.detail).sentence}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
