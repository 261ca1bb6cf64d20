import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Box } from '../../../src-shared/domain/message.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { handleOf, listedBoxes } from '../../state/column-accounts.ts';
import styles from './inbox.module.css';
import type { ColumnDraft } from './use-column-edits.ts';

export interface ColumnDialogProps {
  /** What is edited; null: a new column. */
  readonly column: ColumnDraft | null;
  /** Accounts of the deck, that may be chosen. */
  readonly accounts: readonly Account[];
  readonly onSave: (draft: ColumnDraft) => void;
  readonly onClose: () => void;
}

/** What a column shows: which accounts, which of their boxes, under which name. */
export function ColumnDialog({ column, accounts, onSave, onClose }: ColumnDialogProps) {
  const { t } = useText();
  const [title, setTitle] = useState(column?.title ?? '');
  const [chosen, setChosen] = useState<readonly AccountId[]>(column?.accountIds ?? []);
  const [boxes, setBoxes] = useState<readonly Box[]>(column?.boxes ?? ['public']);
  const [isChecked, setChecked] = useState(false);
  const isWrong = boxes.length === 0;
  const save = (): void => {
    setChecked(true);
    if (isWrong) return;
    onSave({
      title: title.trim(),
      accountIds: accounts.map((one) => one.id).filter((id) => chosen.includes(id)),
      boxes: listedBoxes.filter((box) => boxes.includes(box)),
    });
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(column === null ? 'inbox.newColumn' : 'inbox.editColumn').replace('…', '')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" onPress={save}>
            {t(column === null ? 'inbox.create' : 'inbox.saveColumn')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{t('inbox.columnBoxes')}</legend>
          {listedBoxes.map((box) => (
            <Checkbox
              key={box}
              label={t(`inbox.box.${box}`)}
              isOn={boxes.includes(box)}
              onChange={(isOn) => setBoxes(isOn ? [...boxes, box] : boxes.filter((one) => one !== box))}
            />
          ))}
          {isChecked && isWrong ? (
            <p className={styles.error} role="alert">
              {t('inbox.needsBox')}
            </p>
          ) : (
            <p className={styles.hint}>{t('inbox.columnBoxesHint')}</p>
          )}
        </fieldset>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>{t('inbox.columnAccounts')}</legend>
          {accounts.map((account) => (
            <Checkbox
              key={account.id}
              label={handleOf(account)}
              detail={account.manifest.name}
              isOn={chosen.includes(account.id)}
              onChange={(isOn) =>
                setChosen(isOn ? [...chosen, account.id] : chosen.filter((id) => id !== account.id))
              }
            />
          ))}
          <p className={styles.hint}>{t('inbox.columnAccountsHint')}</p>
        </fieldset>
        <TextField
          label={t('inbox.columnTitle')}
          description={t('inbox.columnTitleHint')}
          value={title}
          onChange={setTitle}
          maxLength={60}
          onSubmit={save}
        />
      </div>
    </Dialog>
  );
}
