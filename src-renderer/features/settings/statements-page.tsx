import { Megaphone, Plus, SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Statement } from '../../../src-shared/domain/statement.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useLanguageName } from '../../state/languages.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useStatements } from '../../state/statements.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { removeStatement, saveStatement } from '../../store/queries/statements.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { StatementForm } from './statement-form.tsx';
import styles from './settings.module.css';

type Open = { readonly tag: 'new' } | { readonly tag: 'edit'; readonly statement: Statement };

/** What each client says first in a crisis: written ahead, client by client. */
export function StatementsPage() {
  const { t } = useText();
  const { databases, toasts, now } = useRealm();
  const languageName = useLanguageName();
  const clients = useWorkspaces().filter((one) => one.archivedAt === null);
  const shown = useNavigation((navigation) => navigation.client);
  const [chosen, setChosen] = useState<WorkspaceId | null>(shown === 'all' ? null : shown);
  const client = clients.find(({ id }) => id === chosen) ?? clients[0];
  const statements = useStatements(client?.id ?? null);
  const [open, setOpen] = useState<Open | null>(null);
  if (client === undefined) return <p className={styles.hint}>{t('statements.noClient')}</p>;

  const remove = async (statement: Statement): Promise<void> => {
    await removeStatement(databases, statement.id);
    toasts.show({
      text: t('statements.removed', { name: statement.name }),
      action: { label: t('words.undo'), onPress: () => void saveStatement(databases, statement, now()) },
    });
  };
  const add = (
    <Button icon={Plus} onPress={() => setOpen({ tag: 'new' })}>
      {t('statements.add')}
    </Button>
  );
  return (
    <div className={styles.fields}>
      <p className={styles.hint}>{t('statements.intro')}</p>
      {clients.length > 1 && (
        <div className={styles.narrow}>
          <Select
            label={t('statements.client')}
            value={client.id}
            onChange={setChosen}
            options={clients.map(({ id, name }) => ({ id, label: name }))}
          />
        </div>
      )}
      {statements.length === 0 ? (
        <EmptyState icon={Megaphone} title={t('statements.none', { client: client.name })} actions={add}>
          {t('statements.noneHint')}
        </EmptyState>
      ) : (
        <>
          <ul className={styles.backups} aria-label={t('statements.title')}>
            {statements.map((statement) => (
              <li key={statement.id} className={styles.backup}>
                <div className={styles.backupWords}>
                  <span className={styles.statementHead}>
                    <span className={styles.backupDate}>{statement.name}</span>
                    {statement.language !== null && <Badge>{languageName(statement.language)}</Badge>}
                  </span>
                  <span className={styles.statementText}>{statement.text}</span>
                </div>
                <IconButton
                  icon={SquarePen}
                  label={t('statements.editOf', { name: statement.name })}
                  onPress={() => setOpen({ tag: 'edit', statement })}
                />
                <IconButton
                  icon={Trash2}
                  label={t('statements.removeOf', { name: statement.name })}
                  onPress={() => void remove(statement)}
                />
              </li>
            ))}
          </ul>
          <div className={styles.buttons}>{add}</div>
        </>
      )}
      {open !== null && (
        <StatementForm
          client={client}
          statement={open.tag === 'edit' ? open.statement : null}
          others={statements}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
