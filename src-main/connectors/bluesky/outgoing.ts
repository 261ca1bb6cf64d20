import * as v from 'valibot';
import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorError, Performed } from '../contract.ts';
import { getRecord, resolveHandle, sendMessage } from './api.ts';
import { collections, parseAtUri } from './at-uri.ts';
import { facetsOf, findFacets, mentionedHandles, type Facet } from './facets.ts';
import { chatHandle, readChatHandle, readPostHandle } from './handle-data.ts';
import { convoUrl } from './map-chat.ts';
import { parsed } from './refusal.ts';
import { blobSchema, postRecordSchema, type StrongRef } from './wire.ts';
import type { Caller } from './xrpc.ts';

/** Makes what leaves: a post's record, a message. Reads what must be known for it; writes only the message. */
type Create = Extract<Operation, { readonly tag: 'create' }>;
type Message = Extract<Operation, { readonly tag: 'message' }>;
type Refusable<T> = Promise<Result<T, ConnectorError>>;

/** A post as the record that will be stored. The same drawn key and moment give the same record again. */
export async function postRecord(
  caller: Caller,
  operation: Create,
  drawn: Drawn,
): Refusable<{ readonly record: Readonly<Record<string, unknown>>; readonly root: StrongRef | null }> {
  const { content, uploaded, replyTo } = operation;
  // What the network has no place for is refused, not dropped: somebody wrote it.
  if (content.poll !== null || content.warning !== '') return refused('not-offered');
  if (content.text.trim() === '' && uploaded.length === 0) return refused('text-empty');
  if (uploaded.length !== content.media.length) return refused('media-missing');
  const images = imagesOf(uploaded);
  if (images === null) return refused('media-missing');
  const parent =
    replyTo === null
      ? ok(null)
      : await requireRecord(caller, replyTo.remoteId, replyTo.handleData, 'parent-gone');
  if (parent.tag === 'err') return parent;
  const facets = await outgoingFacets(caller, content.text);
  if (facets.tag === 'err') return facets;
  const reply = parent.value === null ? null : { root: parent.value.root, parent: parent.value.ref };
  return ok({
    record: {
      $type: collections.post,
      text: content.text,
      createdAt: new Date(drawn.at).toISOString(),
      ...(facets.value.length === 0 ? {} : { facets: facets.value }),
      ...(content.language === null ? {} : { langs: [content.language] }),
      ...(reply === null ? {} : { reply }),
      ...(images.length === 0 ? {} : { embed: { $type: 'app.bsky.embed.images', images } }),
    },
    root: reply?.root ?? null,
  });
}

/** Sends a direct message. It has no key: a lost answer is settled by reading the conversation. */
export async function sendChatMessage(caller: Caller, operation: Message): Refusable<Performed> {
  const { content, uploaded, replyTo } = operation;
  if (content.poll !== null || content.warning !== '' || uploaded.length > 0 || content.media.length > 0)
    return refused('not-offered');
  if (content.text.trim() === '') return refused('text-empty');
  const convoId = readChatHandle(replyTo.handleData) ?? replyTo.conversationId;
  const facets = await outgoingFacets(caller, content.text);
  if (facets.tag === 'err') return facets;
  const answer = await sendMessage(caller, {
    convoId,
    message: { text: content.text, ...(facets.value.length === 0 ? {} : { facets: facets.value }) },
  });
  if (answer.tag === 'err') return answer;
  const sentAt = Date.parse(answer.value.value.sentAt);
  return ok({
    tag: 'done',
    remote: {
      remoteId: answer.value.value.id,
      url: convoUrl(convoId),
      handle: chatHandle(convoId),
      createdAt: Number.isNaN(sentAt) ? null : sentAt,
    },
  });
}

/**
 * The record that an operation speaks of, as it is now, with the root of its thread. A post that is gone is told
 * before anything is written; what was kept of it stands in where the server does not say.
 */
export async function requireRecord(
  caller: Caller,
  uri: string,
  handleData: string,
  goneCode: 'parent-gone' | 'target-gone',
): Refusable<{ readonly ref: StrongRef; readonly root: StrongRef }> {
  const at = parseAtUri(uri);
  if (at === null) return err({ tag: 'gone', failure: failure(goneCode) });
  const kept = readPostHandle(handleData);
  const answer = await getRecord(caller, at);
  if (answer.tag === 'err') {
    if (answer.error.tag === 'gone') return err({ tag: 'gone', failure: failure(goneCode) });
    // A server that reads its own records only cannot tell; the write itself will.
    if (answer.error.tag !== 'rejected' || kept === null) return answer;
    return ok({ ref: { uri: kept.uri, cid: kept.cid }, root: kept.root });
  }
  const cid = answer.value.value.cid ?? kept?.cid;
  if (cid === undefined) return err({ tag: 'gone', failure: failure(goneCode) });
  const ref = { uri, cid };
  const record = v.safeParse(postRecordSchema, answer.value.value.value);
  return ok({ ref, root: (record.success ? record.output.reply?.root : undefined) ?? kept?.root ?? ref });
}

/** Facets of a text. A name that belongs to nobody stays plain; a server that cannot answer stops the sending. */
async function outgoingFacets(caller: Caller, text: string): Refusable<readonly Facet[]> {
  const found = findFacets(text);
  const answers = await Promise.all(
    mentionedHandles(found).map(async (handle) => [handle, await resolveHandle(caller, handle)] as const),
  );
  const dids = new Map<string, string>();
  for (const [handle, answer] of answers) {
    if (answer.tag === 'ok') dids.set(handle, answer.value.value.did);
    else if (answer.error.tag !== 'rejected' && answer.error.tag !== 'gone') return answer;
  }
  return ok(facetsOf(found, dids));
}

/** Pictures with their descriptions and proportions; null when an upload's result cannot be read. */
function imagesOf(uploaded: Create['uploaded']): readonly Readonly<Record<string, unknown>>[] | null {
  const images = uploaded.map(({ medium, handle }) => {
    const image = v.safeParse(blobSchema, parsed(handle));
    const { width, height, alt, decorative } = medium;
    return image.success
      ? {
          image: image.output,
          alt: decorative ? '' : alt,
          ...(width !== null && height !== null && width >= 1 && height >= 1
            ? { aspectRatio: { width: Math.round(width), height: Math.round(height) } }
            : {}),
        }
      : null;
  });
  const whole = images.filter((image) => image !== null);
  return whole.length === images.length ? whole : null;
}

const refused = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure(code) });
