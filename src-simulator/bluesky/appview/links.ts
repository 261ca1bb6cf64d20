import type { RecordRow } from '../pds/repositories.ts';
import { objectOf, textOf } from '../protocol/json.ts';

const claimedAt = (row: RecordRow): number => Date.parse(textOf(row.value, 'createdAt') ?? '');

export const sortMoment = (row: RecordRow): number => {
  const claimed = claimedAt(row);
  return Number.isNaN(claimed) ? row.indexedAt : Math.min(claimed, row.indexedAt);
};

export const subjectOf = (row: RecordRow): string =>
  textOf(row.value, 'subject') ?? textOf(objectOf(row.value, 'subject'), 'uri') ?? '';

export const parentOf = (row: RecordRow): string | undefined =>
  textOf(objectOf(objectOf(row.value, 'reply'), 'parent'), 'uri');

export const rootOf = (row: RecordRow): string | undefined =>
  textOf(objectOf(objectOf(row.value, 'reply'), 'root'), 'uri');

/** The post that this one quotes, alone or beside media. */
export function quotedBy(row: RecordRow): string | undefined {
  const embed = objectOf(row.value, 'embed');
  const type = textOf(embed, '$type');
  const holder = type === 'app.bsky.embed.recordWithMedia' ? objectOf(embed, 'record') : embed;
  if (type !== 'app.bsky.embed.record' && type !== 'app.bsky.embed.recordWithMedia') return undefined;
  return textOf(objectOf(holder, 'record'), 'uri');
}
