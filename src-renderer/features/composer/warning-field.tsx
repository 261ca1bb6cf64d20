import { X } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import styles from './composer.module.css';
import type { Draft, Scope } from './use-draft.ts';

/** The words that stand in the place of the post until a reader unfolds it. */
export function WarningField({
  draft,
  scope,
  value,
  onRemove,
}: {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly value: string;
  readonly onRemove: () => void;
}) {
  const { t } = useText();
  // Only the one that was just asked for takes the focus, not one that was there when the draft opened.
  const [isNew] = useState(value === '');
  return (
    <div className={styles.warning}>
      <TextField
        label={t('composer.warning')}
        description={t('composer.warningHint')}
        value={value}
        autoFocus={isNew}
        onChange={(warning) => draft.edit(scope, () => ({ warning }))}
      />
      <IconButton
        icon={X}
        label={t('composer.removeWarning')}
        onPress={() => {
          draft.edit(scope, () => ({ warning: '' }));
          onRemove();
        }}
      />
    </div>
  );
}
