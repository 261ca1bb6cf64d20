/**
 * Two descriptions of the same API are in force at once, and which one the server answers is not known (x §0): what is
 * asked with the newer names and refused for them is asked with the older ones, and both are read.
 */
export type Vocabulary = 'posts' | 'tweets';

export const otherOf = (vocabulary: Vocabulary): Vocabulary => (vocabulary === 'posts' ? 'tweets' : 'posts');

const olderNames: readonly (readonly [newer: string, older: string])[] = [
  ['post.fields', 'tweet.fields'],
  ['referenced_posts', 'referenced_tweets'],
  ['edit_history_post_ids', 'edit_history_tweet_ids'],
  ['note_post', 'note_tweet'],
  ['pinned_post_id', 'pinned_tweet_id'],
];

/** A query in one of the two vocabularies, from one in the newer. */
export function inVocabulary(
  query: Readonly<Record<string, string>>,
  vocabulary: Vocabulary,
): Readonly<Record<string, string>> {
  if (vocabulary === 'posts') return query;
  const older = (text: string): string =>
    olderNames.reduce((spelled, [newer, name]) => spelled.replaceAll(newer, name), text);
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      older(name),
      // What people search for is nobody's field name.
      name.endsWith('fields') || name === 'expansions' ? older(value) : value,
    ]),
  );
}

/** What was learnt at connection of the names that the server answers with, kept as the account's software. */
export const softwareOf = (vocabulary: Vocabulary | null): string | null =>
  vocabulary === null ? null : `X API v2 (${vocabulary === 'posts' ? 'post.fields' : 'tweet.fields'})`;

export const vocabularyOf = (software: string | null): Vocabulary =>
  software?.includes('tweet.fields') ? 'tweets' : 'posts';
