import { useState } from 'react';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { useNavigation } from '../../state/navigation.ts';
import { purgePerson } from '../../state/purge.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './clients.module.css';

/** Erases a person from this computer. Their name is typed first: nothing brings them back. */
export function PersonPurge({ author }: { readonly author: Pick<Author, 'remoteId' | 'handle' | 'name'> }) {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const show = useShell((shell) => shell.show);
  const openThread = useNavigation((navigation) => navigation.openThread);
  const [typed, setTyped] = useState('');
  const [refuses, setRefuses] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const handle = `@${author.handle}`;
  const isTyped = typed.trim().replace(/^@/u, '') === author.handle;

  const erase = async (): Promise<void> => {
    setIsChecked(true);
    if (!isTyped || isBusy) return;
    setIsBusy(true);
    openThread(null);
    const done = await purgePerson(realm, author, refuses);
    setIsBusy(false);
    if (done.tag === 'err') return setFailure(done.error);
    show({ tag: 'purged', certificate: done.value });
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={() => show(null)}
      title={t('purge.personTitle', { handle })}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show(null)}>{t('words.cancel')}</Button>
          <Button tone="danger" isPending={isBusy} onPress={() => void erase()}>
            {t(isBusy ? 'purge.erasing' : 'purge.personConfirm')}
          </Button>
        </>
      }
    >
      <div className={styles.said}>
        <p>{t('purge.personText')}</p>
        <p>{t('purge.personNetwork')}</p>
        <Checkbox label={t('purge.refuse')} isOn={refuses} onChange={setRefuses} />
        <TextField
          label={t('purge.type', { handle })}
          value={typed}
          onChange={setTyped}
          onSubmit={() => void erase()}
          error={isChecked && !isTyped ? t('purge.typeWrong') : null}
          spellCheck="false"
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
