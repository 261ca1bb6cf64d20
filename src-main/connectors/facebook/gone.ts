import { failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { isListed, isUnder } from './find.ts';
import { readHandleData } from './handle-data.ts';

type Gone = Extract<ConnectorError, { tag: 'gone' }>;

/**
 * "Not there" is also said of what has just been made (facebook-pages §7, 100/33): it is believed once the list that
 * would hold it does not. What is listed, or cannot be looked for, is asked for again (`server`).
 */
async function unlessListed(
  said: Gone,
  look: () => Promise<Result<boolean, ConnectorError>>,
): Promise<ConnectorError> {
  const listed = await look();
  if (listed.tag === 'ok' && !listed.value) return said;
  const again: ConnectorError = { tag: 'server', failure: failure('server-error', said.failure.detail) };
  if (listed.tag === 'ok') return again;
  const { error } = listed;
  return error.tag === 'auth' || error.tag === 'rate-limited' || error.tag === 'offline' ? error : again;
}

/** Of what the network's scheduler holds: whether it is true that it does not. */
export const goneFromScheduler = async (
  ctx: ConnectorContext,
  id: string,
  error: ConnectorError,
): Promise<ConnectorError> =>
  error.tag === 'gone' ? unlessListed(error, () => isListed(ctx, 'scheduled_posts', id)) : error;

/** Of what stood on the page, a post or what is written under one: whether it is true that it does no more. */
export const goneFromPage = async (
  ctx: ConnectorContext,
  { remoteId: id, handleData }: { readonly remoteId: string; readonly handleData: string },
  error: ConnectorError,
): Promise<ConnectorError> => {
  if (error.tag !== 'gone') return error;
  const { kind, objectId } = readHandleData(handleData);
  return unlessListed(error, () =>
    kind === 'comment' && objectId !== '' ? isUnder(ctx, objectId, id) : isListed(ctx, 'published_posts', id),
  );
};
