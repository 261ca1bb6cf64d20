import type { Failure } from '../../src-shared/errors.ts';
import type { Result } from '../../src-shared/result.ts';

/** The one door to the network that connectors use. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | FormData;
  readonly signal: AbortSignal;
  /** Milliseconds without progress before the request is given up; default 30,000. */
  readonly timeoutMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text, capped (default 20 MB). */
  readonly text: string;
}

/** An answer whose body is no text: a picture. */
export interface HttpDownload {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/**
 * `not-sent`: the request surely never left (no route, refused, name not found, TLS failed).
 * `cut`: it left, in whole or in part, and no whole answer came back.
 */
export type HttpError = {
  readonly tag: 'not-sent' | 'cut' | 'too-large' | 'aborted';
  readonly failure: Failure;
};

export interface WebSocketRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  /** Called once, whatever the reason; `status` is the HTTP status when the upgrade was refused. */
  readonly onClose: (reason: { readonly error: HttpError; readonly status: number | null }) => void;
}

export interface Http {
  request(request: HttpRequest): Promise<Result<HttpResponse, HttpError>>;
  /** A GET whose body is kept as bytes. */
  download(
    request: Pick<HttpRequest, 'url' | 'headers' | 'signal' | 'timeoutMs'>,
  ): Promise<Result<HttpDownload, HttpError>>;
  /** Returns a function that closes the socket (then `onClose` is not called). */
  webSocket(request: WebSocketRequest): () => void;
}
