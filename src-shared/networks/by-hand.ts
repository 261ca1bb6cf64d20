import { lacking, type Capability, type Manifest, type Way } from './manifest.ts';

/** What a person publishes on a network's own pages, of an account that Vigie is not connected to. */

/** What a post may hold; the rest is done by asking the network, which nobody does here. */
export const formsOfPosts: readonly Capability[] = [
  'publish',
  'thread',
  'first-comment',
  'poll',
  'content-warning',
  'visibility',
  'images',
  'carousel',
  'video',
  'reels',
  'stories',
  'documents',
  'link-card',
];

/** The same limits, and nothing that asks the network. */
export const byHandManifest = (manifest: Manifest): Manifest => ({
  ...lacking(
    manifest,
    manifest.capabilities.filter((capability) => !formsOfPosts.includes(capability)),
    'by-hand-only',
  ),
  byHand: true,
  native: null,
  feeds: [],
  messageCounting: null,
});

/** How such an account is named: a network that is not connected asks for no more. */
export const byHandWay: Way = {
  name: 'by-hand',
  tag: 'by-hand',
  fields: [
    { name: 'account', kind: 'text', placeholder: '', required: true },
    {
      name: 'page',
      kind: 'address',
      placeholder: 'https://',
      required: true,
      pattern: 'https://[^\\s/]+\\.[^\\s]+',
    },
  ],
};
