import type { PostMedia } from '../domain/content.ts';
import type { DocumentRule, Format, Manifest, MediaRule, VideoRule } from '../networks/manifest.ts';
import type { Add } from './finding.ts';
import {
  countsOf,
  documentRule,
  imageRule,
  kindOf,
  kindsTaken,
  mediumKinds,
  mimeOf,
  spanOf,
  videoRule,
} from './form.ts';

/** Whether as many media of each kind are there as the form takes, and each is as its rules want it. */
export function checkFormMedia(
  media: readonly PostMedia[],
  manifest: Manifest,
  format: Format,
  add: Add,
): void {
  checkCounts(media, manifest, format, add);
  for (const [index, medium] of media.entries()) {
    const found: Add = (severity, code, detail, at = index) => add(severity, code, detail, at);
    const kind = kindOf(medium);
    // Told already that there is no place for it.
    if (spanOf(format, kind).max === 0) continue;
    switch (kind) {
      case 'image':
        checkImage(medium, imageRule(manifest, format), index, found);
        break;
      case 'video': {
        const rule = videoRule(manifest, format);
        if (rule !== null) checkVideo(medium, rule, index, found);
        break;
      }
      case 'document': {
        const rule = documentRule(manifest, format);
        if (rule !== null) checkDocument(medium, rule, found);
        break;
      }
    }
  }
}

function checkCounts(media: readonly PostMedia[], manifest: Manifest, format: Format, add: Add): void {
  const counts = countsOf(media);
  const taken = kindsTaken(manifest);
  let isTold = false;
  for (const kind of mediumKinds) {
    const { min, max } = spanOf(format, kind);
    const count = counts[kind];
    if (count > 0 && max === 0) {
      isTold = true;
      for (const [index, medium] of media.entries())
        if (kindOf(medium) === kind)
          if (taken.includes(kind)) add('error', 'not-in-form', { what: kind, form: format.name }, index);
          else add('error', 'media-type-refused', { mime: mimeOf(medium), kind }, index);
    } else if (count > max) {
      isTold = true;
      add('error', 'too-many-media', { count, max, kind });
    } else if (count < min) {
      isTold = true;
      add('error', 'media-needed', { what: kind, min, count, form: format.name });
    }
  }
  if (isTold) return;
  if (media.length > format.maxMedia)
    add('error', 'too-many-media', { count: media.length, max: format.maxMedia, kind: 'any' });
  const least = format.minMedia ?? 0;
  if (media.length < least)
    add('error', 'media-needed', {
      what:
        format.videos.max > 0 && format.images.max > 0 ? 'any' : format.videos.max > 0 ? 'video' : 'image',
      min: least,
      count: media.length,
      form: format.name,
    });
}

/** A picture against the limits of its network. */
export function checkImage(medium: PostMedia, rule: MediaRule, index: number, add: Add): void {
  if (!rule.mimes.includes(medium.mime)) add('error', 'media-type-refused', { mime: medium.mime }, index);
  if (medium.bytes > rule.maxBytes)
    add('error', 'media-too-large', { bytes: medium.bytes, max: rule.maxBytes }, index);
  const pixels = (medium.width ?? 0) * (medium.height ?? 0);
  if (rule.maxPixels !== null && pixels > rule.maxPixels)
    add('error', 'media-too-large', { pixels, max: rule.maxPixels }, index);
  checkShape(medium, rule, add);
  const frames = medium.facts?.frames ?? 0;
  if (rule.maxFrames !== undefined && frames > rule.maxFrames)
    add('error', 'too-many-frames', { frames, max: rule.maxFrames });
  const described = medium.alt.trim() !== '';
  if (!described && !medium.decorative)
    add(rule.altRequired ? 'error' : 'warning', 'alt-missing', { place: index + 1 }, index);
  if (medium.alt.length > rule.altMax)
    add('error', 'alt-too-long', { length: medium.alt.length, max: rule.altMax }, index);
}

/** A film against the limits of its network. What the file does not say is not held against it. */
function checkVideo(medium: PostMedia, rule: VideoRule, index: number, add: Add): void {
  checkFile(medium, rule, add);
  if (rule.altMax !== undefined && medium.alt.length > rule.altMax)
    add('error', 'alt-too-long', { length: medium.alt.length, max: rule.altMax }, index);
  const { facts } = medium;
  if (facts === undefined) {
    add('warning', 'media-not-read', { kind: 'video' });
    return;
  }
  if (facts.container === null || (facts.videoCodec === null && facts.seconds === null)) {
    add('error', 'media-unreadable', { kind: 'video' });
    return;
  }
  checkShape(medium, rule, add);
  const { seconds, fps, bitsPerSecond, videoCodec, audioCodec } = facts;
  if (seconds !== null && rule.minSeconds !== undefined && seconds < rule.minSeconds)
    add('error', 'film-too-short', { seconds, min: rule.minSeconds });
  // Players and servers round the last picture up.
  if (seconds !== null && rule.maxSeconds !== undefined && seconds > rule.maxSeconds + 0.05)
    add('error', 'film-too-long', { seconds, max: rule.maxSeconds });
  const [minFps, maxFps] = [rule.minFps ?? 0, rule.maxFps ?? Infinity];
  // 23.976 is what is called 24, 59.94 is 60.
  if (fps !== null && (fps < minFps * 0.999 || fps > maxFps * 1.001))
    add('error', 'film-pace', { fps, ...bounds(rule.minFps, rule.maxFps) });
  if (videoCodec !== null && rule.videoCodecs.length > 0 && !rule.videoCodecs.includes(videoCodec))
    add('error', 'film-codec', { codec: videoCodec, codecs: rule.videoCodecs.join(', ') });
  if (audioCodec !== null && rule.audioCodecs.length > 0 && !rule.audioCodecs.includes(audioCodec))
    add('error', 'film-sound', { codec: audioCodec, codecs: rule.audioCodecs.join(', ') });
  if (bitsPerSecond !== null && rule.maxBitsPerSecond !== undefined && bitsPerSecond > rule.maxBitsPerSecond)
    add('error', 'film-rate', { bitsPerSecond, max: rule.maxBitsPerSecond });
  if (rule.fastStart === true && facts.fastStart === false) add('error', 'film-index-last');
}

function checkDocument(medium: PostMedia, rule: DocumentRule, add: Add): void {
  checkFile(medium, rule, add);
  const { facts } = medium;
  if (facts === undefined) {
    if (rule.maxPages !== undefined) add('warning', 'media-not-read', { kind: 'document' });
    return;
  }
  if (facts.container === null) add('error', 'media-unreadable', { kind: 'document' });
  else if (rule.maxPages !== undefined && facts.pages !== null && facts.pages > rule.maxPages)
    add('error', 'document-too-long', { pages: facts.pages, max: rule.maxPages });
}

function checkFile(medium: PostMedia, rule: VideoRule | DocumentRule, add: Add): void {
  const mime = mimeOf(medium);
  const kind = kindOf(medium);
  if (!rule.mimes.includes(mime)) add('error', 'media-type-refused', { mime, kind });
  if (medium.bytes > rule.maxBytes)
    add('error', 'media-too-large', { bytes: medium.bytes, max: rule.maxBytes, kind });
}

/** Proportions and size in pixels. A side of which the file does not tell is not judged. */
function checkShape(
  medium: PostMedia,
  rule: Pick<VideoRule, 'minRatio' | 'maxRatio' | 'minWidth' | 'maxWidth' | 'minHeight' | 'maxHeight'>,
  add: Add,
): void {
  const { width, height } = medium;
  if (width === null || height === null || width <= 0 || height <= 0) return;
  const kind = kindOf(medium);
  const ratio = width / height;
  // Whole pixels seldom give a ratio exactly: one pixel more or less is the same form.
  const slack = 1 / Math.min(width, height);
  if (
    (rule.minRatio !== undefined && ratio < rule.minRatio * (1 - slack)) ||
    (rule.maxRatio !== undefined && ratio > rule.maxRatio * (1 + slack))
  )
    add('error', 'media-ratio', {
      ratio,
      kind,
      ...(rule.minRatio !== undefined && { minRatio: rule.minRatio }),
      ...(rule.maxRatio !== undefined && { maxRatio: rule.maxRatio }),
    });
  for (const [side, pixels, min, max] of [
    ['width', width, rule.minWidth, rule.maxWidth],
    ['height', height, rule.minHeight, rule.maxHeight],
  ] as const) {
    if (min !== undefined && pixels < min) add('error', 'media-too-small', { side, pixels, min, kind });
    if (max !== undefined && pixels > max) add('error', 'media-too-big', { side, pixels, max, kind });
  }
}

const bounds = (min: number | undefined, max: number | undefined): Readonly<Record<string, number>> => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
