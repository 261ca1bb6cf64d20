import type { BannerProps } from '../../ui/feedback/banner.tsx';

/** A warning that is shown on every screen. */
export interface Notice extends Pick<BannerProps, 'tone' | 'actions' | 'onDismiss'> {
  readonly id: string;
  /** In bold before the sentence. */
  readonly subject?: string;
  readonly text: string;
}
