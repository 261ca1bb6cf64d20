import type { Author } from '../../src-shared/domain/person.ts';
import type { Access, Quota } from '../../src-shared/domain/vitals.ts';
import type { MediaHash } from '../../src-shared/ids.ts';
import type { Described } from '../../src-shared/domain/described.ts';
import type { Manifest, PricedName } from '../../src-shared/networks/manifest.ts';
import type { Drawn, Operation, Remote, Sighting, SoFar } from '../../src-shared/outbox/operation.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import type { Http } from '../engine/http.ts';

/**
 * What every network's connector is. It translates and nothing else: no clock, no storage, no retry, no timer of
 * its own. The engine decides when to call, what to do with an error, and what to keep.
 */

/** The closed set of ways in which a call to a network ends badly. */
export type ConnectorError =
  /** The request surely never reached the server (no route, refused, name not found). Safe to repeat. */
  | { readonly tag: 'offline'; readonly failure: Failure }
  /**
   * The server asks to wait; `until` is epoch ms. The work was not done. `unpaid`: it waits for money, and no moment is
   * known at which there will be some: `until` is only when it may be asked again.
   */
  | { readonly tag: 'rate-limited'; readonly until: number; readonly unpaid?: Unpaid }
  /** The token is refused: expired beyond refresh, revoked, or of too small a scope. The work was not done. */
  | { readonly tag: 'auth'; readonly failure: Failure }
  /** The server understood and said no, for good: the same request would be refused again. */
  | { readonly tag: 'rejected'; readonly failure: Failure }
  /** What the request speaks of no longer exists. */
  | { readonly tag: 'gone'; readonly failure: Failure }
  /**
   * A write left and no trustworthy answer came (cut, time-out, 5xx, a page of HTML): it may have been done. `raw`, cut
   * to 2,000 characters: an answer came, and has not the shape that the network promises. `until`, epoch ms: if it turns
   * out that it was not done, the server asks to wait; absent: it does not.
   */
  | {
      readonly tag: 'unknown-outcome';
      readonly failure: Failure;
      readonly raw?: string;
      readonly until?: number;
    }
  /** A read failed on the server's side (5xx, cut). Safe to repeat. */
  | { readonly tag: 'server'; readonly failure: Failure }
  /** The answer has not the shape that the network promises. `raw` is kept for the report, cut to 2,000 characters. */
  | { readonly tag: 'protocol'; readonly failure: Failure; readonly raw: string };

/** A network that charges took nothing, because nobody pays any more. */
export interface Unpaid {
  readonly failure: Failure;
  /** What was refused. Reading may still be paid for when writing is not. */
  readonly of: 'read' | 'write';
}

/** A secret, opaque to everybody but its connector: serialised to one keychain entry. Never logged, never sent to the renderer. */
export type Secret = { readonly [field: string]: string | number | null };

/** What a connector may use during one call. */
export interface ConnectorContext {
  readonly http: Http;
  /** Origin of the account's server, `https://example.social`, no trailing slash. */
  readonly origin: string;
  readonly secret: Secret;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** The effective manifest of the account. */
  readonly manifest: Manifest;
  /** Remote id and handle of the account itself. */
  readonly me: { readonly remoteId: string; readonly handle: string };
  /** Bytes of a local medium, whole: for pictures. */
  readonly openMedia: (hash: MediaHash) => Promise<Result<Uint8Array, Failure>>;
  /** Bytes `start` up to, not with, `end` of a local medium, of which no more than these come into memory. */
  readonly readMedia: (hash: MediaHash, start: number, end: number) => Promise<Result<Uint8Array, Failure>>;
  /** Tells of a budget that the network answers in its data instead of in headers. */
  readonly tellQuota?: (quota: Quota) => void;
  /**
   * Tells of something that the network charges for; `count`: how many of it. `ids`: of what an answer brought, which
   * is charged once a day however often it comes.
   */
  readonly tellCharge?: (what: PricedName, count: number, ids?: readonly string[]) => void;
}

/** One of the identities that a login reaches, as the person chooses among them. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** Its kind or handle, to tell two of one name apart. */
  readonly detail: string;
  readonly avatarUrl: string | null;
}

/** A connected identity. */
export interface Identity {
  readonly remoteId: string;
  readonly handle: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  /** Host, with its port when not the scheme's own. */
  readonly server: string;
  readonly origin: string;
  readonly manifest: Manifest;
}
export interface Session {
  readonly identity: Identity;
  readonly secret: Secret;
}

/** Authorising needs no account yet: the form's values, a transport, and for browser flows a loopback listener. */
export interface AuthoriseContext {
  readonly http: Http;
  readonly signal: AbortSignal;
  readonly now: () => number;
  /** Cryptographically random URL-safe text of n bytes. */
  readonly random: (bytes: number) => string;
  /** Words for what is going on, as a key of `text/…/accounts`: `finding-server`, `registering`, `waiting-for-browser` … */
  readonly progress: (stage: string) => void;
  /**
   * Opens a one-shot listener on 127.0.0.1 and answers its redirect URI; `wait` opens `authorizeUrl` in the system
   * browser and resolves with the query of the redirect whose `state` matches.
   */
  readonly loopback: (options?: { readonly port?: number }) => Promise<{
    readonly redirectUri: string;
    /** The PKCE pair of this attempt (RFC 7636, S256): the challenge goes to the browser, the verifier to the exchange. */
    readonly pkce: { readonly verifier: string; readonly challenge: string };
    readonly wait: (authorizeUrl: string, state: string) => Promise<Result<URLSearchParams, Failure>>;
    readonly close: () => void;
  }>;
  /** Which of the manifest's ways this is. */
  readonly way: string;
  /** Opens `authorizeUrl` in the system browser and asks the person for the address at which the browser ends. */
  readonly paste: (authorizeUrl: string) => Promise<Result<string, Failure>>;
  /** Asks the person which of several identities are meant; the answer holds ids of `choices`, at least one. */
  readonly choose: (choices: readonly Choice[]) => Promise<Result<readonly string[], Failure>>;
  /** Waits, or stops waiting when the person cancels. Absent: the caller has no time. */
  readonly pause?: (ms: number) => Promise<void>;
  /** `http:` is accepted for loopback servers (training, tests) only. */
  readonly fields: { readonly [name: string]: string };
}

export interface PullInput {
  /** One of the manifest's feeds. */
  readonly feed: string;
  /** Opaque position left by the previous page in the same direction; null: from the newest. */
  readonly cursor: string | null;
  /** `newer`: what came since the cursor. `older`: back-fill, further into the past. */
  readonly direction: 'newer' | 'older';
  readonly limit: number;
}
export interface Page {
  /** In no promised order; the engine upserts by id. */
  readonly items: readonly Inbound[];
  /** Position to keep for the next call in this direction, null when nothing was ever seen. */
  readonly cursor: string | null;
  /** Position to start the opposite direction from (filled by the first page), else null. */
  readonly opposite: string | null;
  /** More is waiting in this direction right now. */
  readonly more: boolean;
  /** Items of this page that could not be read, as they came; absent: none. */
  readonly skipped?: readonly unknown[];
}

/** A performed operation: done, or accepted and still being worked on by the network (media). */
export type Performed =
  | { readonly tag: 'done'; readonly remote: Remote }
  | { readonly tag: 'processing'; readonly handle: string; readonly pollAfterMs: number }
  /** A piece of an upload arrived; the engine keeps how far it is and calls again. */
  | { readonly tag: 'partial'; readonly soFar: SoFar };

/**
 * What one needs to look for an operation whose answer was lost. After a journal was lost, too, the names of what was
 * made before are not known: `drawn.key` is empty, `uploaded` holds none of the content's media, and there is no
 * `prepared`. What stands must be found all the same, by what it says; what only its names could tell is `unclear`,
 * never `absent`.
 */
export interface ConfirmInput {
  readonly operation: Operation;
  readonly drawn: Drawn;
  /** Epoch ms at which the first attempt left, by the server's clock: ours may have been set since. */
  readonly sentAt: number;
}

export interface StreamHandlers {
  readonly items: (items: readonly Inbound[]) => void;
  /** The connection is up; the engine back-fills whatever came meanwhile. */
  readonly open: () => void;
  /** The connection ended; the engine decides when to try again. */
  readonly closed: (reason: ConnectorError) => void;
}

export interface ThreadInput {
  readonly remoteId: string;
  readonly handleData: string;
  readonly conversationId: string;
  readonly box: 'public' | 'private';
}

export interface Connector {
  readonly manifest: Manifest;
  /** Connects from the fields of one of the manifest's ways; a login may reach several accounts, at least one. */
  authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>>;
  /** Of networks that people describe: what such a description makes of the manifest; null: it describes none. Pure. */
  describe?(network: Described): Manifest | null;
  /** When the secret should be refreshed, epoch ms; null: it does not expire. Pure. */
  refreshAt(secret: Secret): number | null;
  /** What the secret says of itself: its end, and what it allows. Pure. */
  accessOf(secret: Secret, manifest: Manifest): Access;
  /** Trades the secret for a fresh one. Must be safe to repeat when its answer was lost. */
  refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>>;
  /**
   * What the accounts of one login have in common: an access that is revoked, or replaced, for all of them at once.
   * Absent: each account has its own. Pure.
   */
  readonly grantOf?: (secret: Secret) => string | null;
  /** Tells the server to forget the secret. */
  revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>>;
  /** Reads the identity and the effective manifest again. */
  identify(ctx: ConnectorContext): Promise<Result<Identity, ConnectorError>>;
  /**
   * Epoch ms of the server's clock, from a cheap request's `Date` header. Also asked with an empty secret, for an
   * account that is refused: the caller reads the date of a refusal itself.
   */
  serverTime(ctx: ConnectorContext): Promise<Result<number, ConnectorError>>;
  /** Reads one page of a feed. */
  pull(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>>;
  /** Reads the whole conversation around a message: ancestors, itself, answers. */
  thread(ctx: ConnectorContext, input: ThreadInput): Promise<Result<readonly Inbound[], ConnectorError>>;
  /** Live events; absent (`null`) where the manifest does not offer `stream`. Returns a stop function. */
  readonly listen: ((ctx: ConnectorContext, handlers: StreamHandlers) => () => void) | null;
  /** Keys and creation moments of an operation that becomes due. Pure but for `random`. */
  draw(operation: Operation, now: number, random: (bytes: number) => Uint8Array): Drawn;
  /**
   * Performs a write once. Never retries by itself.
   *
   * @param soFar of an upload in pieces, what is known to have arrived: one call sends one piece. After a cut the
   * piece that was under way may have arrived too; a network that can be asked is asked first.
   */
  publish(
    ctx: ConnectorContext,
    operation: Operation,
    drawn: Drawn,
    soFar?: SoFar,
  ): Promise<Result<Performed, ConnectorError>>;
  /** Asks how a `processing` operation stands. Only reads. */
  poll(
    ctx: ConnectorContext,
    operation: Operation,
    handle: string,
  ): Promise<Result<Performed, ConnectorError>>;
  /**
   * Looks whether an operation was done. Only reads. A schedule is also looked for among what was published, once its
   * moment has come.
   */
  confirm(ctx: ConnectorContext, input: ConfirmInput): Promise<Result<Sighting, ConnectorError>>;
  /** Followers, counts of own recent posts. */
  measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>>;
  /** People whose name or handle begins with `query`, for mentions. */
  findPeople(ctx: ConnectorContext, query: string): Promise<Result<readonly Author[], ConnectorError>>;
}
