import { Check, Clock, Hand, Minus, type LucideIcon } from 'lucide-react';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { matrixOf, type Transport } from '../../../src-shared/networks/matrix.ts';
import { useRealm } from '../../state/realm.ts';
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

/** What each network lets Vigie do, what is done by hand or not at all and why, and what each was proved against. */
export function MatrixDialog({ onClose }: { readonly onClose: () => void }) {
  const realm = useRealm();
  // What is published by hand comes after what is connected, as where one connects.
  const manifests = [...realm.manifests].sort(
    (a, b) => Number(a.byHand === true) - Number(b.byHand === true),
  );
  const { t, find } = useText();
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
            rows={[null, ...rows]}
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
              const manifest = manifests[place];
              if (manifest === undefined) return null;
              if (row === null)
                return manifest.byHand === true ? null : (
                  <span className={styles.proof}>{t(`networks.proof.${manifest.proof}`)}</span>
                );
              const cell = row.cells[place];
              return cell === undefined ? null : <Cell cell={cell} manifest={manifest} />;
            }}
          </DataTable>
        </div>
      </div>
    </Dialog>
  );
}

/** In words, and under them why it is not done by Vigie, or what it was proved against where that is not as elsewhere. */
function Cell({ cell, manifest }: { readonly cell: Transport; readonly manifest: Manifest }) {
  const { t } = useText();
  const why = 'why' in cell && cell.why !== null ? t(`networks.absent.${cell.why}`) : null;
  const proof = 'proof' in cell && cell.proof !== manifest.proof ? t(`networks.proof.${cell.proof}`) : null;
  const more = why ?? proof;
  return (
    <span className={styles.cell} data-transport={cell.tag}>
      <Icon of={icons[cell.tag]} size={14} />
      <span>
        {t(`networks.${cell.tag}`)}
        {more !== null && <span className={styles.more}>{more}</span>}
      </span>
    </span>
  );
}
