import { useRef, useState } from 'react';
import type { CropBox } from '../../../src-shared/composing/crop.ts';
import { imageRule, kindOf } from '../../../src-shared/composing/form.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import type { Target } from './composition.ts';
import { CropDialog } from './crop-dialog.tsx';
import { strictest, type ImageLimits } from './fit-image.ts';

/** Cuts a still picture to proportions that the networks take; nothing for what moves. */
export function CropFix({
  targets,
  medium,
  onCrop,
}: {
  readonly targets: readonly Target[];
  readonly medium: PostMedia | undefined;
  readonly onCrop: (box: CropBox, limits: ImageLimits) => Promise<void>;
}) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const own = useRef<HTMLSpanElement>(null);
  /** What was wrong is gone, and its button with it: the keyboard stays with what is left to mend. */
  const crop = async (box: CropBox, limits: ImageLimits): Promise<void> => {
    const list = own.current?.closest<HTMLElement>('[role="group"]');
    await onCrop(box, limits);
    list?.focus();
  };
  const rules = targets.map(({ account, format }) => imageRule(account.manifest, format));
  const limits = strictest(rules);
  const isStill = medium !== undefined && kindOf(medium) === 'image' && medium.mime !== 'image/gif';
  if (limits === null || !isStill || medium.width === null || medium.height === null) return null;
  return (
    <span ref={own}>
      <Button size="small" onPress={() => setIsOpen(true)}>
        {t('composer.fix.crop')}
      </Button>
      {isOpen && (
        <CropDialog
          medium={medium}
          rules={rules}
          onCrop={(box) => void crop(box, limits)}
          onClose={() => setIsOpen(false)}
        />
      )}
    </span>
  );
}
