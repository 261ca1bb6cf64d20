import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { useText } from '../../text/text-context.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';

/** How far the film is that is being sent, and the way to stop it. Nothing shows when none is. */
export function UploadBar({
  delivery,
  onStop,
}: {
  readonly delivery: Delivery | null;
  readonly onStop: () => void;
}) {
  const { t, bytes, percent } = useText();
  const progress = delivery?.state === 'running' ? delivery.progress : null;
  if (progress === null || progress.total <= 0) return null;
  const { sent, total } = progress;
  return (
    <ProgressBar
      label={t('outbox.uploading')}
      value={sent}
      max={total}
      count={t('outbox.uploaded', { sent: bytes(sent), total: bytes(total) })}
      rate={percent(Math.min(1, sent / total))}
      onStop={onStop}
      stopLabel={t('outbox.stopUpload')}
    />
  );
}
