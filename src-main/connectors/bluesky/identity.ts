import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError } from '../contract.ts';
import { resolveHandle } from './api.ts';
import { stranger } from './caller.ts';
import { lostCall, parsed, unreadable } from './refusal.ts';
import { didDocumentSchema, type DidDocument } from './wire.ts';

/** Where accounts that name no server sign in, and where their names are looked up. */
export const entryway = 'https://bsky.social';
/** Where `did:plc` identities are published. */
const directory = 'https://plc.directory';

type Ctx = Pick<AuthoriseContext, 'http' | 'signal' | 'now'>;

/** What a person may type as themselves: a handle with or without `@`, a DID, or the address they signed up with. */
export function identifierOf(typed: string): string {
  const text = typed.trim();
  if (text.startsWith('did:')) return text;
  const handle = text.replace(/^@/, '').toLowerCase();
  return handle.includes('.') || handle === '' ? handle : `${handle}.bsky.social`;
}

/** Null for what is no address of a server. Plain http is kept: the transport allows it on this machine only. */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) return null;
  const { protocol, origin, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
    ? origin
    : null;
}

/** The server that holds an account, found as anybody would: handle → DID → DID document. */
export async function findHome(
  ctx: Ctx,
  identifier: string,
): Promise<Result<{ readonly did: string; readonly origin: string }, ConnectorError>> {
  const did = identifier.startsWith('did:') ? ok(identifier) : await didOf(ctx, entryway, identifier);
  if (did.tag === 'err') return did;
  const document = await documentOf(ctx, did.value);
  if (document.tag === 'err') return document;
  // A handle counts only when both sides name each other.
  const claims = identifier.startsWith('did:') || document.value.alsoKnownAs.includes(`at://${identifier}`);
  const origin = homeIn(document.value);
  if (!claims || origin === null) return unknownHandle(identifier);
  return ok({ did: did.value, origin });
}

/** The DID behind a handle, as a server sees it. */
export async function didOf(
  ctx: Ctx,
  origin: string,
  handle: string,
): Promise<Result<string, ConnectorError>> {
  const answer = await resolveHandle(stranger(ctx, origin), handle);
  if (answer.tag === 'ok') return ok(answer.value.value.did);
  return answer.error.tag === 'rejected' || answer.error.tag === 'gone' ? unknownHandle(handle) : answer;
}

/** Where a DID document says that the account lives; null when it names no https server. */
export function homeIn(document: DidDocument): string | null {
  const service = document.service.find(
    ({ id, type }) =>
      (id === '#atproto_pds' || id === `${document.id}#atproto_pds`) && type === 'AtprotoPersonalDataServer',
  );
  const origin = service === undefined ? null : originOf(service.serviceEndpoint);
  return origin !== null && origin.startsWith('https://') ? origin : null;
}

const unknownHandle = (handle: string): Result<never, ConnectorError> =>
  err({ tag: 'rejected', failure: failure('unknown-handle', { handle }) });

async function documentOf(ctx: Ctx, did: string): Promise<Result<DidDocument, ConnectorError>> {
  const url = documentUrl(did);
  if (url === null) return unknownHandle(did);
  const sent = await ctx.http.request({ method: 'GET', url, signal: ctx.signal });
  if (sent.tag === 'err') return err(lostCall(sent.error, 'read'));
  const { status, text } = sent.value;
  if (status === 404 || status === 410) return unknownHandle(did);
  const document = v.safeParse(didDocumentSchema, parsed(text));
  if (status !== 200 || !document.success || document.output.id !== did)
    return err(unreadable(sent.value, 'read', 'did-document'));
  return ok(document.output);
}

/** Source: atproto.com/specs/did: of `did:web` only the form that names a whole host is allowed. */
function documentUrl(did: string): string | null {
  if (/^did:plc:[a-z2-7]{24}$/.test(did)) return `${directory}/${did}`;
  const host = /^did:web:([a-z0-9.-]+)$/i.exec(did)?.[1];
  return host === undefined ? null : `https://${host}/.well-known/did.json`;
}
