import { wordsOf } from '../../../src-shared/composing/version.ts';
import { allMedia, isThreaded, partsOf } from '../../../src-shared/domain/pieces.ts';
import { FileStack, Trash2 } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { PostId } from '../../../src-shared/ids.ts';
import { changePost, liveDrafts } from '../../store/queries/posts.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveTable, useNow, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { isBlank } from './composition.ts';

/** Every draft that was not sent, the latest first: opened, or deleted with an undo. */
export function DraftsDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly current: PostId;
}) {
  const { t } = useText();
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={t('composer.drafts')}
      closeLabel={t('words.close')}
      size="wide"
    >
      <Drafts {...props} />
    </Dialog>
  );
}

function Drafts({ onClose, current }: { readonly onClose: () => void; readonly current: PostId }) {
  const { t, times } = useText();
  const { databases, toasts, now } = useRealm();
  const { compose } = useNavigation();
  const time = useNow();
  const workspaces = useWorkspaces();
  const table = useMemo(() => liveDrafts(databases), [databases]);
  useEffect(() => () => table.close(), [table]);
  const drafts = (useLiveTable(table) ?? []).filter(
    (post) => post.id !== current && post.target === null && !isBlank(post),
  );

  const remove = async (post: Post): Promise<void> => {
    await changePost(databases, post.id, { deletedAt: now() }, now());
    toasts.show({
      text: t('composer.draftDeleted'),
      action: {
        label: t('words.undo'),
        onPress: () => void changePost(databases, post.id, { deletedAt: null }, now()),
      },
    });
  };
  if (drafts.length === 0)
    return (
      <EmptyState icon={FileStack} title={t('composer.noDraft')}>
        {t('composer.noDraftHint')}
      </EmptyState>
    );
  return (
    <ul aria-label={t('composer.draftsCount', { count: drafts.length })}>
      {drafts.map((post) => {
        const workspace = workspaces.find((one) => one.id === post.workspaceId);
        const title = excerptOf(post) || t('composer.untitled');
        return (
          <li key={post.id}>
            <LineRow
              lead={workspace && <ClientDisc name={workspace.name} colour={workspace.colour} size="small" />}
              when={times.ago(post.updatedAt, time)}
              title={title}
              detail={[
                workspace?.name,
                isThreaded(post.base)
                  ? t('composer.partsCount', { count: partsOf(post.base).length + 1 })
                  : undefined,
                allMedia(post.base).length > 0
                  ? t('composer.pictures', { count: allMedia(post.base).length })
                  : undefined,
                t('composer.places', { count: post.accountIds.length }),
              ]
                .filter((word) => word !== undefined)
                .join(' · ')}
              end={
                <>
                  <Button
                    size="small"
                    aria-label={t('composer.openDraft', { text: title })}
                    onPress={() => {
                      onClose();
                      compose(post.id);
                    }}
                  >
                    {t('words.open')}
                  </Button>
                  <IconButton
                    icon={Trash2}
                    size="small"
                    label={t('composer.deleteDraft', { text: title })}
                    onPress={() => void remove(post)}
                  />
                </>
              }
            />
          </li>
        );
      })}
    </ul>
  );
}

const excerptOf = (post: Post): string =>
  [post.base, ...Object.values(post.variants)]
    .flatMap((content) => wordsOf(content).map((words) => words.trim()))
    .find((words) => words !== '')
    ?.replace(/\s+/gu, ' ')
    .slice(0, 120) ?? '';
