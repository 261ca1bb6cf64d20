import { Check, Clock, Hand, Minus, type LucideIcon } from 'lucide-react';
import { matrixOf, type Transport } from '../../../src-shared/networks/matrix.ts';
import { useRealm } from '../../state/realm.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './matrix-dialog.module.css';

const icons: Readonly<Record<Transport['tag'], LucideIcon>> = {
  direct: Check,
  native: Clock,
  assisted: Hand,
  none: Minus,
};

/** What each network lets Vigie do, what is done by hand there and why, and what each was proved against. */
export function MatrixDialog({ onClose }: { readonly onClose: () => void }) {
  const realm = useRealm();
  // What is published by hand comes after what is connected, as where one connects.
  const manifests = [...realm.manifests].sort(
    (a, b) => Number(a.byHand === true) - Number(b.byHand === true),
  );
  const text = useText();
  const { t, find } = text;
  const rows = matrixOf(manifests);
  const placeOf = (network: string): number => manifests.findIndex((one) => one.network === network);
  return (
    <Dialog isOpen size="full" title={t('accounts.matrix')} closeLabel={t('words.close')} onClose={onClose}>
      <div className={styles.whole}>
        <p className={styles.legend}>{t('accounts.matrixLegend')}</p>
        <div className={styles.table}>
          <DataTable
            caption={t('accounts.matrix')}
            isCaptionHidden
            columns={[
              { id: 'what', label: t('accounts.matrixWhat'), isRowHeader: true },
              ...manifests.map(({ network, name }) => ({
                id: network,
                label: find(`networks.${network}.name`) ?? name,
              })),
            ]}
            rows={[...rows, null]}
            keyOf={(row) => row?.capability ?? 'proof'}
          >
            {(row, column) => {
              if (column === 'what')
                return (
                  <span className={styles.what}>
                    {row === null ? t('accounts.matrixProof') : t(`networks.can.${row.capability}`)}
                  </span>
                );
              const place = placeOf(column);
              if (row === null) {
                const manifest = manifests[place];
                return manifest === undefined || manifest.byHand === true
                  ? null
                  : t(`networks.proof.${manifest.proof}`);
              }
              const cell = row.cells[place];
              if (cell === undefined) return null;
              return (
                <span className={styles.cell} data-transport={cell.tag}>
                  <Icon of={icons[cell.tag]} size={14} />
                  {cellWords(text, cell)}
                </span>
              );
            }}
          </DataTable>
        </div>
      </div>
    </Dialog>
  );
}

function cellWords({ t }: Text, cell: Transport): string {
  switch (cell.tag) {
    case 'direct':
      return t('networks.direct');
    case 'native':
      return t('networks.native');
    case 'none':
      return t('networks.none');
    case 'assisted':
      return t('networks.assistedBecause', { why: t(`networks.absent.${cell.why}`) });
  }
}
