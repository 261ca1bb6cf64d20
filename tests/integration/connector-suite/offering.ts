import type { Format, Manifest, Capability } from '../../../src-shared/networks/manifest.ts';
import { transportOf } from '../../../src-shared/networks/matrix.ts';

/** What a case needs of a network. */
export interface Need {
  readonly capability?: Capability;
  /** A form of post by its name. */
  readonly format?: string;
}

export type Offering = { readonly tag: 'offered' } | { readonly tag: 'not-offered'; readonly reason: string };

const offered: Offering = { tag: 'offered' };
const not = (reason: string): Offering => ({ tag: 'not-offered', reason });

/** Which capability a form of post is a kind of: its reason is the form's. */
const capabilityOfForm: Readonly<Record<string, Capability>> = {
  carousel: 'carousel',
  video: 'video',
  reel: 'reels',
  story: 'stories',
  document: 'documents',
  article: 'link-card',
};

/** Whether a network offers what a case needs, by its manifest alone; if not, the manifest’s own reason. */
export function offeringOf(manifest: Manifest, need: Need): Offering {
  const { capability, format } = need;
  if (capability !== undefined) {
    const transport = transportOf(manifest, capability);
    // Without a reason the table is not whole.
    if (transport.tag === 'assisted' || transport.tag === 'none') return not(transport.why ?? '');
  }
  if (format !== undefined && !formsOf(manifest).some(({ name }) => name === format))
    return not(withoutForm(manifest, format));
  return offered;
}

/** Why there is no such form: its capability's reason, or the form that takes what it would hold. */
function withoutForm(manifest: Manifest, format: string): string {
  const why = manifest.absent?.[capabilityOfForm[format] ?? 'publish'];
  if (why !== undefined) return why;
  const forms = formsOf(manifest);
  const takes = takers[format];
  const other = takes === undefined ? undefined : forms.find(takes);
  if (other !== undefined && (format !== 'gif' || manifest.images.mimes.includes('image/gif')))
    return `its ${other.name} takes it`;
  return format === 'gif' ? `its pictures are ${manifest.images.mimes.join(', ')}` : '';
}

/** What else a form's matter may be posted as. */
const takers: Readonly<Record<string, (form: Format) => boolean>> = {
  carousel: ({ images }) => images.max > 1,
  video: ({ videos }) => videos.max > 0,
  gif: ({ images }) => images.max > 0,
  article: ({ name }) => name === 'post',
};

/** The forms of post of a network; one that names none knows a text with pictures. */
export function formsOf({ formats, images }: Pick<Manifest, 'formats' | 'images'>): readonly Format[] {
  const none = { min: 0, max: 0 };
  return (
    formats ?? [
      {
        name: 'post',
        images: { min: 0, max: images.max },
        videos: none,
        documents: none,
        maxMedia: images.max,
        text: true,
        poll: true,
        native: true,
        firstComment: false,
      },
    ]
  );
}
