import { FileQuestion } from 'lucide-react';
import type { PostId } from '../../../src-shared/ids.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Sheet } from '../../ui/overlays/sheet.tsx';
import { Composer } from './composer.tsx';
import { useDraft } from './use-draft.ts';

/** The composer over the screen, while a post is being written. */
export function ComposerSheet() {
  const { composing } = useNavigation();
  return composing === null ? null : <Opened key={composing} id={composing} />;
}

function Opened({ id }: { readonly id: PostId }) {
  const { t } = useText();
  const { compose } = useNavigation();
  const workspaces = useWorkspaces();
  const draft = useDraft(id);
  if (draft === 'loading') return null;
  const workspace =
    draft === 'gone' ? undefined : workspaces.find((one) => one.id === draft.post.workspaceId);
  if (draft === 'gone' || draft.post.deletedAt !== null || workspace === undefined)
    return (
      <Sheet label={t('composer.gone')} client="ardoise" header={null} onClose={() => compose(null)}>
        <EmptyState
          icon={FileQuestion}
          title={t('composer.gone')}
          actions={<Button onPress={() => compose(null)}>{t('words.close')}</Button>}
        >
          {t('composer.goneDetail')}
        </EmptyState>
      </Sheet>
    );
  return <Composer draft={draft} workspace={workspace} />;
}
