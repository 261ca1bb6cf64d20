import { useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { OpenBackup } from '../../state/backups.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { SecretField } from '../../ui/fields/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { sizeText } from './backup-words.ts';
import styles from './settings.module.css';

/** Asks for the passphrase of the chosen file and reads it whole. Nothing of it is taken yet. */
export function OpenArchiveDialog({
  name,
  bytes,
  onOpened,
  onClose,
}: {
  readonly name: string;
  readonly bytes: number;
  readonly onOpened: (backup: OpenBackup) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { t } = text;
  const { bridge } = useRealm();
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isWrong = failure?.code === 'wrong-passphrase';

  const open = async (): Promise<void> => {
    if (isBusy || passphrase === '') return;
    setIsBusy(true);
    const opened = await bridge.safety.openArchive({ passphrase });
    setIsBusy(false);
    setFailure(opened.tag === 'err' ? opened.error : null);
    if (opened.tag === 'ok') onOpened(opened.value);
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      title={t('backups.openTitle')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isBusy} onPress={() => void open()}>
            {t(isBusy ? 'backups.opening' : 'backups.openConfirm')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <p className={styles.hint}>{t('backups.openFile', { name, size: sizeText(text, bytes) })}</p>
        <SecretField
          label={t('backups.passphrase')}
          error={isWrong ? errorText(text, failure.code, failure.detail).sentence : null}
          showLabel={t('backups.show')}
          hideLabel={t('backups.hide')}
          value={passphrase}
          onChange={setPassphrase}
          onSubmit={() => void open()}
          autoFocus
          isRequired
        />
        {failure !== null && !isWrong && (
          <Banner tone="bad" role="alert">
            {errorText(text, failure.code, failure.detail).sentence}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
