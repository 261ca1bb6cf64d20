import { useEffect, useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import { authoredNames } from '../../../src-shared/safety/authored-row.ts';
import { previewRestore, restore, type OpenBackup, type RestorePreview } from '../../state/backups.ts';
import { useRealm } from '../../state/realm.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { summaryText } from './backup-words.ts';
import styles from './settings.module.css';

const columns = ['add', 'replace', 'both', 'same'] as const;

interface Line {
  readonly kind: (typeof authoredNames)[number] | 'deliveries' | 'accounts' | 'opaque';
  readonly counts: Readonly<Record<(typeof columns)[number], number>>;
}

/** What of an open backup to take, and what that would change; then takes it. */
export function RestoreDialog({
  from,
  backup,
  onClose,
}: {
  readonly from: 'snapshot' | 'archive';
  readonly backup: OpenBackup;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { t, times } = text;
  const realm = useRealm();
  const here = useWorkspaces();
  const clients = backup.summary.clients;
  const [part, setPart] = useState<string>(
    clients.length === 1 && from === 'archive' ? (clients[0]?.id ?? 'all') : 'all',
  );
  const [choice, setChoice] = useState<'merge' | 'beside'>('merge');
  const [made, setMade] = useState<{ readonly of: string; readonly preview: RestorePreview } | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const client = part === 'all' ? null : part;
  const asks = from === 'archive' && client !== null && here.some(({ id }) => id === client);
  const mode = from === 'snapshot' ? 'restore' : asks ? choice : 'merge';

  const asked = `${part} ${mode}`;
  // Of another choice, it says nothing about this one.
  const preview = made?.of === asked ? made.preview : null;

  useEffect(() => {
    let isCurrent = true;
    void previewRestore(realm, client, mode).then((answer) => {
      if (!isCurrent) return;
      setFailure(answer.tag === 'err' ? answer.error : null);
      if (answer.tag === 'ok') setMade({ of: asked, preview: answer.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [realm, client, mode, asked]);

  const take = async (): Promise<void> => {
    if (isBusy || preview === null) return;
    setIsBusy(true);
    const done = await restore(realm, client, mode);
    setIsBusy(false);
    if (done.tag === 'err') return setFailure(done.error);
    const { rows, held } = done.value;
    realm.toasts.show({
      text: rows === 0 ? t('backups.restoredNothing') : t('backups.restored', { count: rows }),
      tone: 'ok',
      ...(held > 0 && { detail: t('backups.heldNow', { count: held }) }),
    });
    onClose();
  };

  const lines = preview === null ? [] : linesOf(preview);
  const changes = lines.some(({ counts }) => counts.add + counts.replace + counts.both > 0);
  const ledger = preview?.ledger ?? null;
  return (
    <Dialog
      isOpen
      isHeld
      size="wide"
      onClose={onClose}
      title={t(from === 'snapshot' ? 'backups.dialogSnapshot' : 'backups.dialogArchive')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isBusy || preview === null} onPress={() => void take()}>
            {t(from === 'snapshot' ? 'backups.confirmRestore' : 'backups.confirmImport')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <p className={styles.hint}>
          {t('backups.madeAt', { date: times.full(backup.at) })}{' '}
          {summaryText(text, backup.summary.total, clients.length)}
        </p>
        <Select
          label={t('backups.part')}
          options={[
            { id: 'all', label: t('backups.partAll') },
            ...clients.map(({ id, name, counts }) => ({
              id,
              label: name === '' ? t('backups.unnamed') : name,
              detail: summaryText(text, counts, 0),
            })),
          ]}
          value={part}
          onChange={setPart}
        />
        {asks && (
          <RadioGroup
            label={t('backups.mode')}
            options={(['merge', 'beside'] as const).map((id) => ({
              id,
              label: t(`backups.mode.${id}`),
              detail: t(`backups.mode.${id}.detail`),
            }))}
            value={choice}
            onChange={setChoice}
          />
        )}
        {preview === null && failure === null && <p role="status">{t('backups.previewing')}</p>}
        {preview !== null && (
          <>
            <DataTable
              caption={t('backups.preview')}
              columns={[
                { id: 'kind', label: t('backups.kind'), isRowHeader: true },
                ...columns.map((id) => ({ id, label: t(`backups.verdict.${id}`), align: 'end' as const })),
              ]}
              rows={lines}
              keyOf={({ kind }) => kind}
              empty={<p>{t('backups.nothing')}</p>}
            >
              {(line, column) => (column === 'kind' ? t(`backups.kind.${line.kind}`) : line.counts[column])}
            </DataTable>
            {!changes && lines.length > 0 && <p>{t('backups.nothing')}</p>}
            {ledger !== null && ledger.held > 0 && (
              <Banner tone="warn">{t('backups.heldAfter', { count: ledger.held })}</Banner>
            )}
            {ledger !== null && ledger.accounts > 0 && <p>{t('backups.accountsAfter')}</p>}
            {ledger?.settings === true && <p>{t('backups.settingsAfter')}</p>}
            <p className={styles.hint}>{t('backups.safe')}</p>
          </>
        )}
        {failure !== null && (
          <Banner tone="bad" role="alert">
            {errorText(text, failure.code, failure.detail).sentence}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}

function linesOf({ plan, ledger }: RestorePreview): readonly Line[] {
  const none = { add: 0, replace: 0, both: 0, same: 0 };
  const lines: Line[] = authoredNames.flatMap((kind) => {
    const tally = plan.tallies.get(kind);
    if (tally === undefined) return [];
    const { add, replace, both, same, keep } = tally;
    return [{ kind, counts: { add, replace, both, same: same + keep } }];
  });
  if (ledger !== null && ledger.deliveries + ledger.known > 0)
    lines.push({ kind: 'deliveries', counts: { ...none, add: ledger.deliveries, same: ledger.known } });
  if (ledger !== null && ledger.accounts > 0)
    lines.push({ kind: 'accounts', counts: { ...none, add: ledger.accounts } });
  if (ledger !== null && ledger.opaque > 0)
    lines.push({ kind: 'opaque', counts: { ...none, add: ledger.opaque } });
  return lines;
}
