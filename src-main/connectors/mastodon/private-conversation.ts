import { createHash } from 'node:crypto';
import type { WireStatus } from './wire.ts';

/**
 * Names a private conversation by who takes part in it. Mastodon's own conversation ids are not part of a status, so
 * a message that arrives as a notification, in a stream or among own posts could not be filed under them; and people
 * expect one conversation with one person, whichever post it began with.
 */
export function privateConversationId(participantIds: readonly string[], me: string): string {
  const others = [...new Set(participantIds)].filter((id) => id !== me).sort();
  const key = others.join(',');
  if (key === '') return 'dm:self';
  return key.length <= 200 ? `dm:${key}` : `dm:${createHash('sha256').update(key).digest('hex')}`;
}

export const participantsOf = (status: WireStatus): readonly string[] => [
  status.account.id,
  ...status.mentions.map(({ id }) => id),
];
