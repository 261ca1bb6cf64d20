import { useId } from 'react';
import { countGraphemes } from 'unicode-segmenter/grapheme';
import { kindOf } from '../../../src-shared/composing/form.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { localMedium } from '../../state/media-url.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Counter } from '../../ui/feedback/counter.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { TextArea } from '../../ui/fields/text-area.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './images.module.css';
import { factsWords, iconOf } from './media-verdicts.tsx';

/** What an image shows, for those who do not see it. Kept as it is typed. */
export function AltDialog({
  medium,
  index,
  max,
  onChange,
  onClose,
}: {
  readonly medium: PostMedia;
  readonly index: number;
  /** The strictest limit of the networks it goes to. */
  readonly max: number;
  readonly onChange: (said: Pick<PostMedia, 'alt' | 'decorative'>) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { t } = text;
  const counter = useId();
  const length = countGraphemes(medium.alt);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(kindOf(medium) === 'image' ? 'composer.describeTitle' : 'composer.describeMedium', {
        n: index + 1,
      })}
      closeLabel={t('words.close')}
      size="wide"
      actions={
        <Button tone="primary" onPress={onClose}>
          {t('words.done')}
        </Button>
      }
    >
      <div className={styles.describe}>
        {kindOf(medium) === 'image' ? (
          <img className={styles.large} src={localMedium(medium.hash)} alt={medium.alt} draggable={false} />
        ) : (
          <span className={styles.film}>
            <Icon of={iconOf(medium)} size={32} />
          </span>
        )}
        <div className={styles.said}>
          <TextArea
            label={t('composer.alt')}
            description={t(kindOf(medium) === 'image' ? 'composer.altHint' : 'composer.altHintFilm')}
            rows={6}
            autoFocus
            isDisabled={medium.decorative}
            value={medium.alt}
            describedBy={counter}
            onChange={(alt) => onChange({ alt, decorative: false })}
          />
          <Counter
            id={counter}
            used={length}
            limit={max}
            format={text.number}
            label={t('composer.altCount', { count: length, limit: max })}
          />
          <Checkbox
            label={t('composer.decorative')}
            detail={t('composer.decorativeHint')}
            isOn={medium.decorative}
            onChange={(decorative) => onChange({ alt: medium.alt, decorative })}
          />
          <p className={styles.facts}>
            {kindOf(medium) !== 'image'
              ? `${medium.name} · ${factsWords(text, medium)}`
              : t('composer.imageFacts', {
                  name: medium.name,
                  size: `${medium.width ?? '?'} × ${medium.height ?? '?'}`,
                  bytes: text.bytes(medium.bytes),
                })}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
