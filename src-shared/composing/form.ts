import type { Content, PostMedia } from '../domain/content.ts';
import type { DocumentRule, Format, Manifest, MediaRule, VideoRule } from '../networks/manifest.ts';

/** What a medium is, as forms and limits tell them apart. An animation is a picture. */
export type MediumKind = 'image' | 'video' | 'document';
export const mediumKinds = ['image', 'video', 'document'] as const satisfies readonly MediumKind[];

/** The name of the setting that holds the person's choice of a form. */
export const formatSetting = 'format';

const mimesOfContainers: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  matroska: 'video/x-matroska',
  avi: 'video/x-msvideo',
  pdf: 'application/pdf',
};

/** What a medium is by what was found in it, which may not be what its first bytes say. */
export const mimeOf = ({ mime, facts }: Pick<PostMedia, 'mime' | 'facts'>): string =>
  mimesOfContainers[facts?.container ?? ''] ?? mime;

export function kindOf(medium: Pick<PostMedia, 'mime' | 'facts'>): MediumKind {
  const mime = mimeOf(medium);
  if (mime.startsWith('image/')) return 'image';
  return mime.startsWith('video/') ? 'video' : 'document';
}

export const countsOf = (media: readonly PostMedia[]): Readonly<Record<MediumKind, number>> => {
  const counts = { image: 0, video: 0, document: 0 };
  for (const medium of media) counts[kindOf(medium)] += 1;
  return counts;
};

/** How many of a kind a form takes. */
export const spanOf = (format: Format, kind: MediumKind): { readonly min: number; readonly max: number } =>
  ({ image: format.images, video: format.videos, document: format.documents })[kind];

type Rules = Pick<Manifest, 'images' | 'videos' | 'documents'>;

/** The limits that hold in a form; null where the network names none. */
export const imageRule = (manifest: Rules, format: Format | null): MediaRule =>
  format?.image ?? manifest.images;
export const videoRule = (manifest: Rules, format: Format | null): VideoRule | null =>
  format?.video ?? manifest.videos ?? null;
export const documentRule = (manifest: Rules, format: Format | null): DocumentRule | null =>
  format?.document ?? manifest.documents ?? null;

/** The limits for one medium. */
export function ruleOf(
  medium: PostMedia,
  manifest: Rules,
  format: Format | null,
): MediaRule | VideoRule | DocumentRule | null {
  switch (kindOf(medium)) {
    case 'image':
      return imageRule(manifest, format);
    case 'video':
      return videoRule(manifest, format);
    case 'document':
      return documentRule(manifest, format);
  }
}

type Formed = Pick<Content, 'media' | 'poll' | 'settings'>;

/**
 * The form in which a content leaves: the person's choice; without one, the first that takes what is attached (its
 * counts and its types), else the first whose counts fit, else the first that takes such kinds at all. Null: the
 * network has no forms. A choice that the network does not know is none: settings are shared between accounts.
 */
export function formatOf(content: Formed, manifest: Rules & Pick<Manifest, 'formats'>): Format | null {
  const formats = manifest.formats ?? [];
  const chosen = formats.find(({ name }) => name === content.settings[formatSetting]);
  if (chosen !== undefined) return chosen;
  const counts = countsOf(content.media);
  const kinds = mediumKinds.filter((kind) => counts[kind] > 0);
  const counted = formats.filter((format) => fits(content, format));
  return (
    counted.find((format) =>
      content.media.every(
        (medium) => ruleOf(medium, manifest, format)?.mimes.includes(mimeOf(medium)) ?? true,
      ),
    ) ??
    counted[0] ??
    formats.find((format) => kinds.every((kind) => spanOf(format, kind).max > 0)) ??
    formats[0] ??
    null
  );
}

/** Whether a form takes as many media of each kind, and the poll. */
export function fits({ media, poll }: Pick<Content, 'media' | 'poll'>, format: Format): boolean {
  const counts = countsOf(media);
  return (
    mediumKinds.every((kind) => {
      const { min, max } = spanOf(format, kind);
      return counts[kind] >= min && counts[kind] <= max;
    }) &&
    media.length <= format.maxMedia &&
    media.length >= (format.minMedia ?? 0) &&
    (poll === null || format.poll)
  );
}

/** Kinds that a network takes in any of its forms; one without forms takes pictures. */
export const kindsTaken = ({ formats }: Pick<Manifest, 'formats'>): readonly MediumKind[] =>
  formats === undefined
    ? ['image']
    : mediumKinds.filter((kind) => formats.some((format) => spanOf(format, kind).max > 0));

/** Whether the network's own scheduler takes the form in which a content leaves. */
export const mayBeHeld = (content: Formed, manifest: Rules & Pick<Manifest, 'formats'>): boolean =>
  formatOf(content, manifest)?.native !== false;
