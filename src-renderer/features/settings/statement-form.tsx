import { useState } from 'react';
import { countText } from '../../../src-shared/composing/count.ts';
import { longestStatementName, type Statement } from '../../../src-shared/domain/statement.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { languageOf, useLanguageOptions, type Language } from '../../state/languages.ts';
import { useRealm } from '../../state/realm.ts';
import { useAccountsOf } from '../../state/use-live.ts';
import { newStatementId, saveStatement } from '../../store/queries/statements.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextArea } from '../../ui/fields/text-area.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './settings.module.css';

/** Writes a holding statement, or writes it anew. What its client's networks have no room for is said at once. */
export function StatementForm({
  client,
  statement,
  others,
  onClose,
}: {
  readonly client: Workspace;
  readonly statement: Statement | null;
  readonly others: readonly Statement[];
  readonly onClose: () => void;
}) {
  const { t, locale, formats } = useText();
  const { databases, kept, now } = useRealm();
  const [name, setName] = useState(statement?.name ?? '');
  const [text, setText] = useState(statement?.text ?? '');
  const [language, setLanguage] = useState<Language>(
    languageOf(statement === null ? locale : statement.language),
  );
  const [isChecked, setIsChecked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const languages = useLanguageOptions();
  const accounts = useAccountsOf(client.id).filter(({ health }) => health.tag !== 'disconnected');
  // One id for every try: a save that failed half-way is written again, not beside.
  const [id] = useState(() => statement?.id ?? newStatementId(now()));

  const trimmed = name.trim();
  const isTaken = others.some(
    (one) => one.id !== id && one.name.toLocaleLowerCase() === trimmed.toLocaleLowerCase(),
  );
  const nameError = trimmed === '' ? t('statements.nameNeeded') : isTaken ? t('statements.nameTaken') : null;
  const textError = text.trim() === '' ? t('statements.textNeeded') : null;
  const over = new Map(
    accounts.map(({ manifest }) => [manifest.name, countText(text, '', manifest.counting).over] as const),
  );
  const tooLong = [...over].filter(([, count]) => count > 0);
  const most = Math.max(0, ...tooLong.map(([, count]) => count));

  const save = async (): Promise<void> => {
    setIsChecked(true);
    if (nameError !== null || textError !== null || isBusy) return;
    setIsBusy(true);
    try {
      const words = { name: trimmed, text: text.trim(), language: language === 'none' ? null : language };
      await saveStatement(databases, { id, workspaceId: client.id, ...words }, now());
      await kept();
      onClose();
    } catch {
      setIsBusy(false);
      setHasFailed(true);
    }
  };
  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      title={t(statement === null ? 'statements.newTitle' : 'statements.editTitle', { client: client.name })}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isBusy} onPress={() => void save()}>
            {t('words.save')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {hasFailed && (
          <Banner tone="bad" role="alert">
            {t('statements.notSaved')}
          </Banner>
        )}
        <TextField
          label={t('statements.name')}
          description={t('statements.nameHint')}
          value={name}
          onChange={setName}
          maxLength={longestStatementName}
          error={isChecked ? nameError : null}
          autoFocus
        />
        <TextArea
          label={t('statements.text')}
          value={text}
          onChange={setText}
          rows={5}
          error={isChecked ? textError : null}
          {...(language !== 'none' && { lang: language })}
          {...(tooLong.length > 0 && {
            description: t('statements.tooLong', {
              count: most,
              networks: formats.list(tooLong.map(([network]) => network)),
            }),
          })}
        />
        <div className={styles.narrow}>
          <Select
            label={t('composer.language')}
            value={language}
            onChange={setLanguage}
            options={languages}
          />
        </div>
      </div>
    </Dialog>
  );
}
