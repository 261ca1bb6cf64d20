import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { countingFor } from '../../../src-shared/composing/check.ts';
import { countText, overflowsAt } from '../../../src-shared/composing/count.ts';
import { commentPiece } from '../../../src-shared/domain/pieces.ts';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { TextArea } from '../../ui/fields/text-area.tsx';
import type { Target } from './composition.ts';
import { CountRow } from './count-row.tsx';
import styles from './thread.module.css';
import type { Draft, Scope } from './use-draft.ts';

/** What is answered to one's own post as soon as all of it stands. */
export function FirstCommentField({
  draft,
  scope,
  value,
  readers,
  targets,
  onRemove,
}: {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly value: string;
  readonly readers: readonly Target[];
  readonly targets: readonly Target[];
  readonly onRemove: () => void;
}) {
  const { t } = useText();
  const counters = useId();
  // Only the one that was just asked for takes the focus, not one that was there when the draft opened.
  const [isNew] = useState(value === '');
  const rules = readers.map((target) => ({ target, rule: countingFor(target.account.manifest, 'reply') }));
  const counted = rules.map(({ target, rule }): Target => ({
    ...target,
    count: rule === null ? null : countText(value, '', rule),
  }));
  const overflow = rules
    .map(({ rule }) => (rule === null ? null : overflowsAt(value, '', rule)))
    .filter((at) => at !== null)
    .toSorted((a, b) => a - b)[0];
  return (
    <div className={styles.comment} data-piece={commentPiece}>
      <div className={styles.commentText}>
        <TextArea
          label={t('words.firstComment')}
          description={t('composer.firstCommentHint')}
          rows={2}
          value={value}
          autoFocus={isNew}
          describedBy={counters}
          ranges={overflow === undefined ? [] : [{ start: overflow, end: value.length, kind: 'over' }]}
          onChange={(firstComment) => draft.edit(scope, () => ({ firstComment }))}
        />
        <CountRow id={counters} targets={counted} among={targets.map(({ account }) => account)} />
      </div>
      <IconButton
        icon={X}
        label={t('composer.removeFirstComment')}
        onPress={() => {
          draft.edit(scope, () => ({ firstComment: '' }));
          onRemove();
        }}
      />
    </div>
  );
}
