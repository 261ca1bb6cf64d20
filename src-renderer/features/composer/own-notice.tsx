import { Link2, Unlink2 } from 'lucide-react';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import type { Draft } from './use-draft.ts';

/** Whether an account follows the common text, and the way back to it. */
export function OwnNotice({ draft, target }: { readonly draft: Draft; readonly target: Target }) {
  const { t, formats } = useText();
  const { toasts } = useRealm();
  const { id } = target.account;
  if (target.own.length === 0)
    return (
      <p className={styles.note}>
        <Icon of={Link2} size={14} /> {t('composer.follows')}
      </p>
    );
  return (
    <div className={styles.note}>
      <Icon of={Unlink2} size={14} />
      <span className={styles.noteText}>
        {t('composer.ownFields', {
          fields: formats.list(target.own.map((field) => t(`composer.field.${field}`))),
        })}
      </span>
      <Button
        size="small"
        onPress={() => {
          const before = draft.post.variants[id];
          draft.change((post) => {
            const { [id]: _, ...others } = post.variants;
            return { variants: others };
          });
          toasts.show({
            text: t('composer.backedToBase'),
            action: {
              label: t('words.undo'),
              onPress: () => {
                if (before) draft.change((post) => ({ variants: { ...post.variants, [id]: before } }));
              },
            },
          });
        }}
      >
        {t('composer.backToBase')}
      </Button>
    </div>
  );
}
