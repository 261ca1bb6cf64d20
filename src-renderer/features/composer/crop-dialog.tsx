import { useRef, useState, type PointerEvent } from 'react';
import {
  cropBox,
  ratiosFor,
  type Crop,
  type CropBox,
  type RatioRule,
} from '../../../src-shared/composing/crop.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { localMedium } from '../../state/media-url.ts';
import { ratioWords } from '../../text/measures.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { Slider } from '../../ui/fields/slider.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './crop.module.css';

const closest = 3;

/** Keeps a part of a picture in proportions that its networks take, by keyboard and by hand. The original stays. */
export function CropDialog({
  medium,
  rules,
  onCrop,
  onClose,
}: {
  readonly medium: PostMedia;
  /** Of the networks it goes to. */
  readonly rules: readonly RatioRule[];
  readonly onCrop: (box: CropBox) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { t, number } = text;
  const size = { width: medium.width ?? 1, height: medium.height ?? 1 };
  const ratios = ratiosFor(rules, size);
  const [crop, setCrop] = useState<Crop>({ ratio: ratios[0] ?? 1, zoom: 1, x: 0.5, y: 0.5 });
  const box = cropBox(size, crop);
  const room = { x: size.width - box.width, y: size.height - box.height };
  const percent = (part: number, whole: number): string => `${String((part / whole) * 100)}%`;
  const place = { style: 'percent' } as const;
  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      title={t('composer.cropTitle', { name: medium.name })}
      closeLabel={t('words.close')}
      size="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button
            tone="primary"
            onPress={() => {
              onCrop(box);
              onClose();
            }}
          >
            {t('composer.cropNow')}
          </Button>
        </>
      }
    >
      <div className={styles.crop}>
        <div className={styles.stage}>
          <div className={styles.picture}>
            <img src={localMedium(medium.hash)} alt={medium.alt} draggable={false} />
            <Frame
              crop={crop}
              onMove={setCrop}
              style={{
                left: percent(box.left, size.width),
                top: percent(box.top, size.height),
                width: percent(box.width, size.width),
                height: percent(box.height, size.height),
              }}
            />
          </div>
        </div>
        <div className={styles.choices}>
          <RadioGroup
            label={t('composer.cropRatio')}
            orientation="horizontal"
            options={ratios.map((ratio) => ({ id: String(ratio), label: ratioWords(text, ratio) }))}
            value={String(crop.ratio)}
            onChange={(ratio) => setCrop({ ...crop, ratio: Number(ratio) })}
          />
          <Slider
            label={t('composer.cropZoom')}
            value={crop.zoom}
            min={1}
            max={closest}
            step={0.05}
            format={place}
            onChange={(zoom) => setCrop({ ...crop, zoom })}
          />
          <Slider
            label={t('composer.cropAcross')}
            value={crop.x}
            min={0}
            max={1}
            step={0.02}
            format={place}
            isDisabled={room.x === 0}
            onChange={(x) => setCrop({ ...crop, x })}
          />
          <Slider
            label={t('composer.cropDown')}
            value={crop.y}
            min={0}
            max={1}
            step={0.02}
            format={place}
            isDisabled={room.y === 0}
            onChange={(y) => setCrop({ ...crop, y })}
          />
          <p className={styles.facts} role="status">
            {t('composer.cropSize', { width: number(box.width), height: number(box.height) })}{' '}
            {t('composer.originalKept')}
          </p>
        </div>
      </div>
    </Dialog>
  );
}

/** What is kept, over what is not; a hand may move it. */
function Frame({
  crop,
  style,
  onMove,
}: {
  readonly crop: Crop;
  readonly style: Readonly<Record<'left' | 'top' | 'width' | 'height', string>>;
  readonly onMove: (crop: Crop) => void;
}) {
  const from = useRef<{ readonly x: number; readonly y: number; readonly crop: Crop } | null>(null);
  const move = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>): void => {
    const start = from.current;
    const whole = currentTarget.parentElement?.getBoundingClientRect();
    if (start === null || whole === undefined) return;
    const own = currentTarget.getBoundingClientRect();
    const moved = (by: number, room: number, was: number): number =>
      room <= 0 ? was : Math.min(1, Math.max(0, was + by / room));
    onMove({
      ...start.crop,
      x: moved(clientX - start.x, whole.width - own.width, start.crop.x),
      y: moved(clientY - start.y, whole.height - own.height, start.crop.y),
    });
  };
  return (
    <div
      className={styles.frame}
      style={style}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, crop };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null;
      }}
    />
  );
}
