import type { Format, Manifest, OperationName, Capability } from '../../../src-shared/networks/manifest.ts';
import { transportOf } from '../../../src-shared/networks/matrix.ts';

/** What a case needs of a network. Any one of several operations suffices. */
export interface Need {
  readonly capability?: Capability;
  readonly operations?: readonly OperationName[];
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

/** Whether a network offers what a case needs, by its manifest alone; if not, the manifest's own reason. */
export function offeringOf(manifest: Manifest, need: Need): Offering {
  const { capability, operations, format } = need;
  if (capability !== undefined) {
    const transport = transportOf(manifest, capability);
    if (transport.tag === 'assisted') return not(transport.why);
    if (transport.tag === 'none') return not(`no ${capability} among its capabilities`);
  }
  if (operations !== undefined && !operations.some((name) => manifest.operations[name] !== undefined))
    return not(`no ${operations.join(' or ')} among its operations`);
  if (format !== undefined && !formsOf(manifest).some(({ name }) => name === format)) {
    const why = manifest.absent?.[capabilityOfForm[format] ?? 'publish'];
    return not(why ?? `no ${format} among its forms of post`);
  }
  return offered;
}

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
