/** Calls a PDS or an AppView and hands back the answer as it is, for tests that look at the protocol itself. */

export interface XrpcAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
}

export interface XrpcOptions {
  readonly token?: string;
  /** A list becomes a repeated parameter. */
  readonly params?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function call(method: string, url: URL, options: XrpcOptions, body?: string | Uint8Array<ArrayBuffer>) {
  for (const [name, value] of Object.entries(options.params ?? {})) {
    for (const each of typeof value === 'string' ? [value] : value) url.searchParams.append(name, each);
  }
  const headers = new Headers(options.headers);
  if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`);
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

export interface Xrpc {
  readonly get: (nsid: string, options?: XrpcOptions) => Promise<XrpcAnswer>;
  /** `body` as JSON; no body at all without. */
  readonly post: (nsid: string, body?: unknown, options?: XrpcOptions) => Promise<XrpcAnswer>;
  readonly upload: (bytes: Uint8Array<ArrayBuffer>, mimeType: string, token: string) => Promise<XrpcAnswer>;
}

export function createXrpc(serviceUrl: string): Xrpc {
  const url = (nsid: string) => new URL(`/xrpc/${nsid}`, serviceUrl);
  return {
    get: (nsid, options = {}) => call('GET', url(nsid), options),
    post: (nsid, body, options = {}) =>
      body === undefined
        ? call('POST', url(nsid), options)
        : call(
            'POST',
            url(nsid),
            { ...options, headers: { 'content-type': 'application/json', ...options.headers } },
            JSON.stringify(body),
          ),
    upload: (bytes, mimeType, token) =>
      call(
        'POST',
        url('com.atproto.repo.uploadBlob'),
        { token, headers: { 'content-type': mimeType } },
        bytes,
      ),
  };
}
