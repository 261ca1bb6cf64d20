import { Copy, Megaphone, PenLine } from 'lucide-react';
import { whereItLeaves, type Statement } from '../../../src-shared/domain/statement.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useActiveFreezes } from '../../state/brakes.ts';
import { useLanguageName } from '../../state/languages.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useStatementPost, useStatements } from '../../state/statements.ts';
import { useAccountsOf, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './brakes.module.css';

/** The statements that were written ahead, each with where it would leave now: one press from the composer. */
export function StatementsDialog({ scope }: { readonly scope: WorkspaceId | null }) {
  const { t } = useText();
  const show = useShell((shell) => shell.show);
  const openSettings = useShell((shell) => shell.openSettings);
  const { go, compose } = useNavigation();
  const clients = useWorkspaces().filter((one) => one.archivedAt === null);
  const all = useStatements(scope);
  const groups = clients
    .map((client) => ({ client, own: all.filter((one) => one.workspaceId === client.id) }))
    .filter(({ own }) => own.length > 0);
  const prepare = (): void => {
    show(null);
    compose(null);
    openSettings('statements');
    go('settings');
  };
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={() => show(null)}
      title={t('statements.title')}
      closeLabel={t('words.close')}
      actions={
        groups.length > 0 && (
          <>
            <Button onPress={prepare}>{t('statements.manage')}</Button>
            <Button tone="primary" onPress={() => show(null)}>
              {t('words.done')}
            </Button>
          </>
        )
      }
    >
      {groups.length === 0 ? (
        <EmptyState
          icon={Megaphone}
          title={t('statements.noneAtAll')}
          actions={<Button onPress={prepare}>{t('statements.prepare')}</Button>}
        >
          {t('statements.noneAtAllHint')}
        </EmptyState>
      ) : (
        groups.map(({ client, own }) => (
          <section key={client.id} aria-labelledby={`statements-${client.id}`}>
            {/* Whose words these are is said even where it is one client's only. */}
            <h3 id={`statements-${client.id}`} className={styles.whose}>
              <ClientDisc name={client.name} colour={client.colour} size="small" />
              {client.name}
            </h3>
            <WhereItLeaves client={client.id} />
            <ul className={styles.statements}>
              {own.map((statement) => (
                <Line key={statement.id} statement={statement} />
              ))}
            </ul>
          </section>
        ))
      )}
    </Dialog>
  );
}

const useConnected = (client: WorkspaceId): readonly Account[] =>
  useAccountsOf(client).filter(({ health }) => health.tag !== 'disconnected');

/** Where a statement of this client's leaves now, and where a freeze would keep it. */
function WhereItLeaves({ client }: { readonly client: WorkspaceId }) {
  const { t, formats } = useText();
  const accounts = useConnected(client);
  const { free, held } = whereItLeaves(client, accounts, useActiveFreezes());
  const named = (some: readonly Account[]): string =>
    formats.list(some.map(({ handle, manifest }) => `@${handle.replace(/^@/, '')} (${manifest.name})`));
  return (
    <p className={styles.hint}>
      {[
        ...(accounts.length === 0 ? [t('statements.noAccount')] : []),
        ...(free.length > 0 ? [t('statements.leavesOn', { accounts: named(free) })] : []),
        ...(held.length > 0 && free.length > 0 ? [t('statements.heldOn', { accounts: named(held) })] : []),
        ...(held.length > 0 && free.length === 0 ? [t('statements.heldEverywhere')] : []),
      ].join(' ')}
    </p>
  );
}

function Line({ statement }: { readonly statement: Statement }) {
  const { t } = useText();
  const { bridge, toasts } = useRealm();
  const show = useShell((shell) => shell.show);
  const write = useStatementPost();
  const languageName = useLanguageName();
  const hasAccounts = useConnected(statement.workspaceId).length > 0;
  const { name } = statement;

  const copy = async (): Promise<void> => {
    const copied = await bridge.app.copyText({ text: statement.text });
    toasts.show(
      copied.tag === 'ok'
        ? { text: t('statements.copied'), tone: 'ok' }
        : { text: t('statements.notCopied'), tone: 'bad' },
    );
  };
  return (
    <li className={styles.statement}>
      <div className={styles.meta}>
        <strong className={styles.statementName}>{name}</strong>
        {statement.language !== null && <Badge>{languageName(statement.language)}</Badge>}
      </div>
      <p className={styles.statementText} {...(statement.language !== null && { lang: statement.language })}>
        {statement.text}
      </p>
      <div className={styles.statementFoot}>
        <Button
          size="small"
          icon={Copy}
          aria-label={t('statements.copyOf', { name })}
          onPress={() => void copy()}
        >
          {t('statements.copy')}
        </Button>
        <Button
          size="small"
          icon={PenLine}
          isDisabled={!hasAccounts}
          aria-label={t('statements.writeOf', { name })}
          onPress={() => {
            show(null);
            void write(statement);
          }}
        >
          {t('statements.write')}
        </Button>
      </div>
    </li>
  );
}
