import { useState } from 'react';
import { authoredNames } from '../../../src-shared/safety/authored-row.ts';
import { exportAuthored } from '../../state/export-authored.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { restoredRows, useLiveStatus } from '../../state/status.ts';
import { startTraining, useTraining } from '../../state/training.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { noticeButton as button } from './notice-button.tsx';
import type { Notice } from './notice.ts';
import { useLossNotices } from './use-loss-notices.tsx';

/** Everything that is wrong with this machine or with an account, the gravest first. */
export function useNotices(): readonly Notice[] {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const { bridge, info, toasts, now } = realm;
  const returned = useLiveStatus((live) => live.returned);
  const wasBlank = useLiveStatus((live) => live.wasBlank);
  const restored = restoredRows({ returned });
  const disk = useLiveStatus((live) => live.status.disk);
  const free = useLiveStatus((live) => live.status.room.free);
  const wanted = useLiveStatus((live) => live.status.room.wanted);
  const setStatus = useLiveStatus((live) => live.setStatus);
  const { storeTrouble, go, connect } = useNavigation();
  const openSettings = useShell((shell) => shell.openSettings);
  const losses = useLossNotices();
  const training = useTraining((state) => state.phase);
  const setTraining = useTraining((state) => state.set);
  const workspaces = useWorkspaces();
  const accounts = useAccounts();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);

  const exportAll = button('export', t('banners.exportAll'), () => {
    void exportAuthored(bridge, now()).then((done) => {
      if (done.tag === 'err')
        toasts.show({ text: errorText(text, done.error.code, done.error.detail).sentence, tone: 'bad' });
      else if (done.value !== null)
        toasts.show({ text: t('banners.exported', { count: done.value.rows }), tone: 'ok' });
    });
  });
  const diagnostics = button('diagnostics', t('banners.diagnostics'), () => {
    openSettings('diagnostics');
    go('settings');
  });
  const can = (id: string) => ({ onDismiss: () => setDismissed([...dismissed, id]) });
  const notices: Notice[] = [];

  const isFull = disk === 'full' || storeTrouble?.code === 'disk-full';
  const lookAtDisk = button('check', t('banners.check'), () => {
    void bridge.status.read(null).then((read) => {
      if (read.tag === 'ok') setStatus(read.value);
    });
  });
  if (isFull)
    notices.push({
      id: 'disk',
      tone: 'bad',
      subject: t('banners.diskFull'),
      text: t('banners.diskFullText'),
      actions: (
        <>
          {exportAll}
          {lookAtDisk}
        </>
      ),
    });
  if (storeTrouble !== null && storeTrouble.code !== 'disk-full')
    notices.push({
      id: 'store',
      tone: 'bad',
      subject: t('banners.storeTrouble'),
      text: errorText(text, storeTrouble.code, storeTrouble.detail).sentence,
      actions: (
        <>
          {diagnostics}
          {button('reload', t('banners.reload'), () => window.location.reload())}
        </>
      ),
    });
  notices.push(...losses.notices);
  if (info.readOnly)
    notices.push({
      id: 'read-only',
      tone: 'bad',
      subject: t('banners.readOnly'),
      text: t('banners.readOnlyText'),
      actions: exportAll,
    });
  if (disk === 'low' && !isFull)
    notices.push({
      id: 'disk-low',
      tone: 'warn',
      subject: t('banners.diskLow'),
      text: t('banners.diskLowText', {
        free: megabytes(free ?? 0),
        wanted: megabytes(wanted ?? 0),
      }),
      actions: lookAtDisk,
      ...can('disk-low'),
    });
  for (const account of accounts) {
    const client = workspaces.find((one) => one.id === account.workspaceId);
    const { tag } = account.health;
    if (!client || client.archivedAt !== null || (tag !== 'refused' && tag !== 'locked')) continue;
    notices.push({
      id: `account ${account.id}`,
      tone: 'warn',
      subject: t('banners.refused', { account: account.handle, client: client.name }),
      text: t(tag === 'refused' ? 'banners.refusedText' : 'banners.lockedText'),
      actions: button('reconnect', t('banners.reconnect'), () =>
        connect({ workspaceId: account.workspaceId, reconnect: account.id }),
      ),
    });
  }
  if (info.journal === 'rebuilt')
    notices.push({
      id: 'rebuilt',
      tone: 'warn',
      subject: t('banners.rebuilt'),
      text: t('banners.rebuiltText'),
      actions: (
        <>
          {button('verify', t('banners.verify'), () => go('outbox'))}
          {losses.asideOf('journal')}
        </>
      ),
      ...can('rebuilt'),
    });
  const kinds = authoredNames.flatMap((name) => {
    const count = returned[name] ?? 0;
    return count === 0 ? [] : [t(`backups.count.${name}`, { count })];
  });
  if (restored > 0)
    notices.push({
      id: 'restored',
      tone: 'warn',
      subject: t('banners.restored', { count: restored }),
      text: [
        ...(kinds.length === 0 ? [] : [`${text.formats.list(kinds)}.`]),
        t(wasBlank ? 'banners.restoredText' : 'banners.restoredPartText'),
      ].join(' '),
      ...(losses.asideOf('store').length > 0 && { actions: losses.asideOf('store') }),
      ...can('restored'),
    });
  if (training.tag === 'failed')
    notices.push({
      id: 'training',
      tone: 'bad',
      subject: t('banners.trainingFailed'),
      text: errorText(text, training.failure.code, training.failure.detail).sentence,
      actions: button('retry', t('words.retry'), () => void startTraining(realm, false)),
      onDismiss: () => setTraining({ tag: 'idle' }),
    });
  if (info.vault === 'session')
    notices.push({
      id: 'vault',
      tone: 'warn',
      subject: t('banners.sessionVault'),
      text: t('banners.sessionVaultText'),
      actions: diagnostics,
      ...can('vault'),
    });
  return notices.filter((notice) => !dismissed.includes(notice.id));
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
