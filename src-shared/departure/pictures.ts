import type { RemoteMessage } from '../domain/message.ts';

type Shown = Pick<RemoteMessage, 'author' | 'attachments' | 'body'>;

/** Addresses of every picture that a message shows in a column or a thread: face, images, custom emojis. */
export function picturesOf({ author, attachments, body }: Shown): readonly string[] {
  return [
    ...(author.avatarUrl === null ? [] : [author.avatarUrl]),
    ...attachments.filter(({ kind }) => kind === 'image').map(({ url, previewUrl }) => previewUrl ?? url),
    ...body.flatMap((node) => (node.tag === 'emoji' ? [node.url] : [])),
  ].filter((url) => /^https?:/.test(url));
}
