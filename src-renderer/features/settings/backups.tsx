import { Archive, Download, FileText, FolderInput, RotateCcw, Save } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Snapshot } from '../../state/backups.ts';
import { exportAuthored } from '../../state/export-authored.ts';
import { chooseArchive, useOpenBackup } from '../../state/open-backup.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { sizeText, summaryText } from './backup-words.ts';
import { ExportDialog } from './export-dialog.tsx';
import styles from './settings.module.css';

/** Snapshots are listed so many at first. */
const shownFirst = 8;

/** The snapshots of this machine, one file to take away, and what came back from either. */
export function Backups() {
  const text = useText();
  const { t, times } = text;
  const realm = useRealm();
  const { bridge, toasts, now } = realm;
  const [snapshots, setSnapshots] = useState<readonly Snapshot[] | null>(null);
  const [held, setHeld] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isWhole, setIsWhole] = useState(false);
  const [over, setOver] = useState<'export' | 'publish-here' | null>(null);

  const openBackup = useOpenBackup();
  const [reading, setReading] = useState(0);
  // Again when something has been taken, too.
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([bridge.safety.snapshots(null), bridge.safety.arrived(null)]).then(([list, arrived]) => {
      if (!isCurrent) return;
      if (list.tag === 'ok') setSnapshots(list.value);
      else setFailure(list.error);
      if (arrived.tag === 'ok') setHeld(arrived.value.reduce((sum, { count }) => sum + count, 0));
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, reading, openBackup.phase]);

  const settle = <T,>(
    answer: { readonly tag: 'ok'; readonly value: T } | { readonly tag: 'err'; readonly error: Failure },
  ): T | null => {
    setFailure(answer.tag === 'err' ? answer.error : null);
    return answer.tag === 'ok' ? answer.value : null;
  };

  const snapshotNow = async (): Promise<void> => {
    const done = await bridge.safety.snapshotNow(null);
    settle(done);
    if (done.tag === 'ok') toasts.show({ text: t('backups.nowDone'), tone: 'ok' });
    setReading(reading + 1);
  };
  const openSnapshot = async (id: string): Promise<void> => {
    const backup = settle(await bridge.safety.openSnapshot({ id }));
    if (backup !== null) openBackup.set({ tag: 'restore', from: 'snapshot', backup });
  };
  const exportWords = async (): Promise<void> => {
    const done = settle(await exportAuthored(bridge, now()));
    if (done !== null) toasts.show({ text: t('backups.exportedWords', { count: done.rows }), tone: 'ok' });
  };
  const publishHere = async (): Promise<void> => {
    setOver(null);
    const done = settle(await bridge.safety.publishHere({ workspaceId: null }));
    if (done !== null)
      toasts.show({ text: t('backups.publishedHere', { count: done.released }), tone: 'ok' });
    setReading(reading + 1);
  };
  const shown = isWhole ? (snapshots ?? []) : (snapshots ?? []).slice(0, shownFirst);
  const rest = (snapshots?.length ?? 0) - shown.length;
  return (
    <div className={styles.fields}>
      <p>{t('backups.intro')}</p>
      {held > 0 && (
        <Banner
          tone="warn"
          subject={`${t('backups.held', { count: held })} `}
          actions={
            <Button size="small" onPress={() => setOver('publish-here')}>
              {t('backups.publishHere')}
            </Button>
          }
        >
          {t('backups.heldText')}
        </Banner>
      )}
      {failure !== null && (
        <Banner tone="bad" role="alert">
          {errorText(text, failure.code, failure.detail).sentence}
        </Banner>
      )}
      <section className={styles.log} aria-labelledby="take-away">
        <h3 id="take-away" className={styles.heading}>
          {t('backups.takeAway')}
        </h3>
        <p className={styles.hint}>{t('backups.takeAwayText')}</p>
        <div className={styles.buttons}>
          <Button tone="primary" icon={Download} onPress={() => setOver('export')}>
            {t('backups.export')}
          </Button>
          <Button icon={FolderInput} onPress={() => void chooseArchive(realm).then(settle)}>
            {t('backups.import')}
          </Button>
          <Button icon={FileText} onPress={() => void exportWords()}>
            {t('backups.exportWords')}
          </Button>
        </div>
      </section>
      <section className={styles.log} aria-labelledby="snapshots">
        <div className={styles.row}>
          <h3 id="snapshots" className={styles.heading}>
            {t('backups.list')}
          </h3>
          <span className={styles.grow} />
          <Button size="small" icon={Save} onPress={() => void snapshotNow()}>
            {t('backups.now')}
          </Button>
        </div>
        {snapshots?.length === 0 && (
          <EmptyState icon={Archive} title={t('backups.none')}>
            {t('backups.noneText')}
          </EmptyState>
        )}
        <ul className={styles.backups} aria-labelledby="snapshots">
          {shown.map((one) => (
            <li key={one.id} className={styles.backup}>
              <span className={styles.backupWords}>
                <span className={styles.backupDate}>{times.full(one.at)}</span>
                <span className={styles.hint}>
                  {one.summary === null
                    ? t('backups.damaged')
                    : `${summaryText(text, one.summary.total, one.summary.clients.length)} · ${sizeText(text, one.bytes)}`}
                </span>
              </span>
              {one.summary !== null && (
                <Button
                  size="small"
                  icon={RotateCcw}
                  aria-label={t('backups.restoreOf', { date: times.full(one.at) })}
                  onPress={() => void openSnapshot(one.id)}
                >
                  {t('backups.restore')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {rest > 0 && (
          <Button size="small" tone="quiet" onPress={() => setIsWhole(true)}>
            {t('backups.older', { count: rest })}
          </Button>
        )}
      </section>
      {over === 'export' && <ExportDialog onClose={() => setOver(null)} />}
      {over === 'publish-here' && (
        <AlertDialog
          isOpen
          tone="primary"
          title={t('backups.publishHereTitle')}
          confirmLabel={t('backups.publishHereConfirm')}
          cancelLabel={t('words.cancel')}
          onConfirm={() => void publishHere()}
          onCancel={() => setOver(null)}
        >
          <p>{t('backups.publishHereText')}</p>
        </AlertDialog>
      )}
    </div>
  );
}
