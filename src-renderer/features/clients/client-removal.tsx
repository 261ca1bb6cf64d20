import { useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { removeClient } from '../../state/remove-client.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import styles from './clients.module.css';

/** Deletes a client. With accounts still connected it says why not, and leads to where they are let go. */
export function ClientRemoval({ client }: { readonly client: Workspace }) {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const show = useShell((shell) => shell.show);
  const { go, showClient } = useNavigation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const connected = useAccounts().filter(
    (one) => one.workspaceId === client.id && one.health.tag !== 'disconnected',
  );
  const close = () => show(null);

  // Fictitious accounts have nothing to decide about: they go with their client.
  if (connected.length > 0 && !client.training) {
    return (
      <AlertDialog
        isOpen
        title={t('clients.connectedTitle', { name: client.name })}
        confirmLabel={t('clients.seeAccounts')}
        cancelLabel={t('words.cancel')}
        tone="primary"
        onConfirm={() => {
          close();
          showClient(client.id);
          go('accounts');
        }}
        onCancel={close}
      >
        <div className={styles.said}>
          <p>
            {t('clients.connectedText', {
              count: connected.length,
              accounts: text.formats.list(connected.map((one) => one.handle)),
            })}
          </p>
          {client.archivedAt === null && <p>{t('clients.connectedInstead')}</p>}
        </div>
      </AlertDialog>
    );
  }
  return (
    <AlertDialog
      isOpen
      title={t('clients.removeTitle', { name: client.name })}
      confirmLabel={t('clients.removeConfirm')}
      cancelLabel={t('words.cancel')}
      onConfirm={() => {
        void removeClient(realm, client.id).then((removed) => {
          if (removed.tag === 'err') return setFailure(removed.error);
          if (client.training) close();
          else show({ tag: 'purged', certificate: removed.value });
          realm.toasts.show({ text: t('clients.removed', { name: client.name }) });
        });
      }}
      onCancel={close}
    >
      <div className={styles.said}>
        <p>{client.training ? t('clients.removeTrainingText') : t('clients.removeText')}</p>
        {!client.training && client.archivedAt === null && <p>{t('clients.connectedInstead')}</p>}
        {failure !== null && (
          <Banner tone="bad" role="alert">
            {errorText(text, failure.code, failure.detail).sentence}
          </Banner>
        )}
      </div>
    </AlertDialog>
  );
}
