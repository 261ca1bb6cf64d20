import type { GraphFailure } from '../meta/failure.ts';
import { errors } from './errors.ts';
import type { Fetched } from './fetching.ts';
import { limits } from './limits.ts';
import type { ContainerKind } from './rows.ts';

/** What is wrong with a picture; undefined when nothing is. */
// instagram §5, Image and Story
export function pictureFailure(fetched: Fetched, kind: ContainerKind): GraphFailure | undefined {
  const { facts } = fetched;
  if (facts.mime !== 'image/jpeg') return errors.imageFormat;
  if (facts.bytes > limits.image.bytes) return errors.tooLarge;
  return kind === 'STORIES' ? undefined : ratioFailure(fetched);
}

// instagram §5: 4:5 to 1.91:1, a pixel's rounding allowed
export function ratioFailure({ facts }: Pick<Fetched, 'facts'>): GraphFailure | undefined {
  if (facts.width === null || facts.height === null) return errors.imageFormat;
  const ratio = facts.width / facts.height;
  const slack = 1 / Math.min(facts.width, facts.height);
  return ratio < limits.image.minRatio - slack || ratio > limits.image.maxRatio + slack
    ? errors.aspectRatio
    : undefined;
}

/** What is wrong with a film: it shows in the container's status, once it was processed. */
// instagram §5, Reel and Story
export function filmFailure(
  fetched: Fetched,
  kind: ContainerKind,
  thumbOffset: number | null,
): GraphFailure | undefined {
  const { probed, facts } = fetched;
  if (!probed?.video || !probed.indexFirst) return errors.videoFormat;
  const rule = kind === 'STORIES' ? limits.storyVideo : limits.reel;
  if (facts.bytes > rule.bytes) return errors.videoFormat;
  if (facts.seconds === null || facts.seconds < rule.minSeconds || facts.seconds > rule.maxSeconds)
    return errors.videoFormat;
  if (facts.width !== null && facts.height !== null) {
    const ratio = facts.width / facts.height;
    if (ratio < limits.reel.minRatio || ratio > limits.reel.maxRatio || facts.width > limits.reel.maxWidth)
      return errors.videoFormat;
  }
  return thumbOffset !== null && thumbOffset > facts.seconds * 1000 ? errors.thumbOffset : undefined;
}
