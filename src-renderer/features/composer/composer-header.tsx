import { Copy, FileStack, HardDrive, History, LoaderCircle, Trash2, TriangleAlert, X } from 'lucide-react';
import { memo, useState, useSyncExternalStore } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { changePost, duplicatePost } from '../../store/queries/posts.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { IconMenuButton, MenuButton } from '../../ui/overlays/menu-button.tsx';
import { AccountChips } from './account-chips.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import { DraftsDialog } from './drafts-dialog.tsx';
import type { Draft } from './use-draft.ts';
import { VersionsDialog } from './versions-dialog.tsx';

/** What this is, whose it is, where it goes, and whether it is on disk. */
export const ComposerHeader = memo(function ComposerHeader({
  title,
  draft,
  workspace,
  accounts,
  targets,
  isFixed,
  onClose,
}: {
  readonly title: string;
  readonly draft: Draft;
  readonly workspace: Workspace;
  readonly accounts: readonly Account[];
  readonly targets: readonly Target[];
  /** Handed over already, or a reply: its accounts and its client stay. */
  readonly isFixed: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const { databases, toasts, now } = useRealm();
  const { compose } = useNavigation();
  const [showsDrafts, setShowsDrafts] = useState(false);
  const [showsVersions, setShowsVersions] = useState(false);
  const { post } = draft;

  const duplicate = async (): Promise<void> => {
    await draft.flush();
    compose((await duplicatePost(databases, draft.latest(), now())).id);
  };
  const discard = async (): Promise<void> => {
    await draft.flush();
    await changePost(databases, post.id, { deletedAt: now() }, now());
    compose(null);
    toasts.show({
      text: t('composer.draftDeleted'),
      action: {
        label: t('words.undo'),
        onPress: () => {
          void changePost(databases, post.id, { deletedAt: null }, now()).then(() => compose(post.id));
        },
      },
    });
  };
  return (
    <>
      <h1 className={styles.title}>{title}</h1>
      {isFixed ? (
        <span className={styles.client}>{workspace.name}</span>
      ) : (
        <ClientChoice draft={draft} workspace={workspace} />
      )}
      <AccountChips
        draft={draft}
        workspace={workspace}
        accounts={accounts}
        targets={targets}
        isFixed={isFixed}
      />
      <SavedWord state={draft.saved} />
      <div className={styles.tools}>
        <IconButton icon={FileStack} label={t('composer.drafts')} onPress={() => setShowsDrafts(true)} />
        <IconMenuButton
          label={t('composer.more')}
          entries={[
            {
              tag: 'action',
              id: 'duplicate',
              label: t('composer.duplicate'),
              icon: Copy,
              onAction: () => void duplicate(),
            },
            {
              tag: 'action',
              id: 'versions',
              label: t('composer.versionsMore'),
              icon: History,
              onAction: () => setShowsVersions(true),
            },
            ...(post.intentId === null
              ? [
                  {
                    tag: 'action',
                    id: 'discard',
                    label: t('composer.discard'),
                    icon: Trash2,
                    tone: 'danger',
                    onAction: () => void discard(),
                  } as const,
                ]
              : []),
          ]}
        />
        <IconButton icon={X} label={t('composer.close')} onPress={onClose} />
      </div>
      <VersionsDialog
        isOpen={showsVersions}
        onClose={() => setShowsVersions(false)}
        draft={draft}
        accounts={accounts}
      />
      <DraftsDialog isOpen={showsDrafts} onClose={() => setShowsDrafts(false)} current={post.id} />
    </>
  );
});

/** Another client: the words stay, the accounts are that client's. */
function ClientChoice({ draft, workspace }: { readonly draft: Draft; readonly workspace: Workspace }) {
  const { t } = useText();
  const workspaces = useWorkspaces().filter((one) => one.archivedAt === null);
  const accounts = useAccounts();
  if (workspaces.length < 2) return <span className={styles.client}>{workspace.name}</span>;
  return (
    <MenuButton
      label={t('composer.client')}
      text={workspace.name}
      tone="quiet"
      entries={[
        {
          tag: 'choice',
          id: 'client',
          label: t('composer.client'),
          mode: 'single',
          chosen: [workspace.id],
          entries: workspaces.map((one) => ({
            tag: 'action',
            id: one.id,
            label: one.name,
            mark: <ClientDisc name={one.name} colour={one.colour} size="tiny" />,
          })),
          onChange: ([id]) => {
            const chosen = workspaces.find((one) => one.id === id);
            if (chosen === undefined || chosen.id === workspace.id) return;
            const [first] = accounts.filter((one) => one.workspaceId === chosen.id);
            draft.change((post) => ({
              workspaceId: chosen.id,
              accountIds: first === undefined ? [] : [first.id],
              // An own text belongs to an account that this client does not have: the first one becomes common.
              variants: {},
              ...(post.base.text === '' && {
                base: {
                  ...post.base,
                  text: Object.values(post.variants).find((one) => one.text)?.text ?? '',
                },
              }),
              planned: null,
            }));
          },
        },
      ]}
    />
  );
}

function SavedWord({ state }: { readonly state: Draft['saved'] }) {
  const saved = useSyncExternalStore(state.watch, state.now);
  const { t, formats } = useText();
  const disk = useLiveStatus((live) => live.status.disk);
  switch (saved.tag) {
    case 'saved':
      return saved.at === null ? null : (
        <span className={styles.saved}>
          <Icon of={HardDrive} size={14} />{' '}
          {t('composer.savedAt', { time: formats.date(saved.at, 'time-seconds') })}
        </span>
      );
    case 'saving':
      return (
        <span className={styles.saved}>
          <Icon of={LoaderCircle} size={14} /> {t('composer.saving')}
        </span>
      );
    case 'unsaved':
      return (
        <strong className={styles.notSaved} role="alert">
          <Icon of={TriangleAlert} size={14} /> {t('composer.notSaved')} —{' '}
          {t(`errors.${disk === 'full' ? 'disk-full' : saved.failure.code}`)}
        </strong>
      );
  }
}
