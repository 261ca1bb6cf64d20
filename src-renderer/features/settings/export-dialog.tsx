import { useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import { archiveName } from '../../state/backups.ts';
import { useRealm } from '../../state/realm.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { SecretField } from '../../ui/fields/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { sizeText } from './backup-words.ts';
import styles from './settings.module.css';

const leastLength = 12;

/** One client or everything, into one file under a passphrase. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const { t } = text;
  const { bridge, toasts, now } = useRealm();
  const clients = useWorkspaces();
  const [client, setClient] = useState<string>('all');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const { length } = passphrase;
  const tooShort =
    length < leastLength ? t('backups.passphraseShort', { count: leastLength - length }) : null;
  const differs = passphrase === again ? null : t('backups.passphraseOther');

  const write = async (): Promise<void> => {
    setIsChecked(true);
    if (tooShort !== null || differs !== null || isBusy) return;
    setIsBusy(true);
    const named = clients.find(({ id }) => id === client);
    const done = await bridge.safety.exportArchive({
      workspaceId: named?.id ?? null,
      name: archiveName(now(), named?.name ?? null),
      passphrase,
    });
    setIsBusy(false);
    setFailure(done.tag === 'err' ? done.error : null);
    if (done.tag === 'err' || done.value === null) return;
    const { bytes, missing } = done.value;
    toasts.show({
      text: t('backups.exported', { size: sizeText(text, bytes) }),
      tone: 'ok',
      ...(missing > 0 && { detail: t('backups.exportedMissing', { count: missing }) }),
    });
    onClose();
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      title={t('backups.exportTitle')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isBusy} onPress={() => void write()}>
            {t(isBusy ? 'backups.exporting' : 'backups.exportConfirm')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <p className={styles.hint}>{t('backups.exportText')}</p>
        <Select
          label={t('backups.exportWhat')}
          options={[
            { id: 'all', label: t('backups.partAll') },
            ...clients.map(({ id, name }) => ({ id: String(id), label: name })),
          ]}
          value={client}
          onChange={setClient}
        />
        <SecretField
          label={t('backups.passphrase')}
          description={t('backups.passphraseHint')}
          error={isChecked ? tooShort : null}
          showLabel={t('backups.show')}
          hideLabel={t('backups.hide')}
          autoComplete="new-password"
          value={passphrase}
          onChange={setPassphrase}
          isRequired
        />
        <SecretField
          label={t('backups.passphraseAgain')}
          error={isChecked && tooShort === null ? differs : null}
          showLabel={t('backups.show')}
          hideLabel={t('backups.hide')}
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          onSubmit={() => void write()}
          isRequired
        />
        {failure !== null && (
          <Banner tone="bad" role="alert">
            {errorText(text, failure.code, failure.detail).sentence}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
