import type { Form } from '../outbox/forms.ts';
import type { PlannedWish } from '../outbox/plan.ts';
import type { Network } from './cells.ts';

/** Drawn by dice of their own, so that whatever else a seed decides is as it was before they were. */
export type MoreKind = Extract<
  PlannedWish['kind'],
  'message' | 'private-reply' | 'unhide' | 'delete-comment'
>;

/** What is asked of a network: all that it offers of what writes. */
export interface Repertoire {
  readonly forms: readonly Form[];
  readonly acts: readonly Exclude<PlannedWish['kind'], 'publish' | MoreKind>[];
  readonly more: readonly MoreKind[];
  readonly threads: boolean;
  readonly firstComment: boolean;
  /** Forms that the network's own scheduler takes, and from how many minutes ahead; null: it has none. */
  readonly native: { readonly forms: readonly string[]; readonly fromMinutes: number } | null;
}

const words: Form = { name: 'text', media: [] };
const png = (count: number): Form => ({
  name: count === 1 ? 'image' : 'images',
  media: Array(count).fill('png'),
});
const poll: Form = { name: 'poll', media: [], poll: true };
const formatted = (format: string, media: Form['media'], more: Partial<Form> = {}): Form => ({
  name: format,
  media,
  ...more,
  settings: { format, ...more.settings },
});

export const repertoires: Readonly<Record<Network, Repertoire>> = {
  bluesky: {
    forms: [words, png(1), png(3)],
    acts: ['reply', 'like', 'delete'],
    more: ['message'],
    threads: true,
    firstComment: true,
    native: null,
  },
  mastodon: {
    forms: [words, png(1), png(3), poll],
    acts: ['reply', 'like', 'delete'],
    more: ['message'],
    threads: true,
    firstComment: true,
    native: { forms: ['text', 'image', 'poll'], fromMinutes: 7 },
  },
  facebook: {
    forms: [
      words,
      png(1),
      png(3),
      { ...words, name: 'link', settings: { link: 'https://atelier-lumiere.example/lampes' } },
      formatted('video', ['film']),
      formatted('reel', ['film']),
      formatted('story', ['png'], { mute: true }),
      formatted('story', ['film'], { mute: true }),
    ],
    acts: ['reply', 'like', 'hide', 'delete'],
    more: ['message', 'private-reply', 'unhide'],
    threads: false,
    firstComment: true,
    native: { forms: ['text', 'image', 'images', 'link', 'video', 'reel'], fromMinutes: 12 },
  },
  instagram: {
    forms: [
      { name: 'image', media: ['jpeg'] },
      formatted('carousel', ['jpeg', 'jpeg', 'jpeg']),
      formatted('carousel', ['jpeg', 'film']),
      formatted('reel', ['film']),
      formatted('story', ['jpeg'], { mute: true }),
      formatted('story', ['film'], { mute: true }),
    ],
    acts: ['reply', 'hide'],
    more: ['message', 'private-reply', 'unhide', 'delete-comment'],
    threads: false,
    firstComment: true,
    native: null,
  },
  linkedin: {
    forms: [
      words,
      png(1),
      png(3),
      formatted('video', ['film']),
      formatted('document', ['pdf'], { settings: { 'document-title': 'Le carnet' } }),
      formatted('article', [], {
        settings: {
          'article-address': 'https://atelier-lumiere.example/lampes',
          'article-title': 'Nos lampes',
        },
      }),
      { ...poll, settings: { 'poll-question': 'Une lampe ?' } },
    ],
    acts: ['reply', 'like', 'delete'],
    more: [],
    threads: false,
    firstComment: true,
    native: null,
  },
  twitter: {
    forms: [words, png(1), png(3), poll, formatted('video', ['film']), formatted('gif', ['gif'])],
    acts: ['reply', 'hide', 'delete'],
    more: ['message', 'unhide'],
    threads: true,
    firstComment: true,
    native: null,
  },
};
