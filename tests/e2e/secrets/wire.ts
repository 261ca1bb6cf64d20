import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What of a request or an answer opens something, by the name it goes by. Where a page of a list goes on is called a
 * token too, and is kept on purpose.
 */
const secretNames = /token|secret|jwt|verifier|assertion|device|^pass(?:word)?$|^code$/iu;
const otherNames = /^(?:next|previous|pagination|page|upload)_?token$|^token_type$|^device_?type$/iu;
/** Shorter ones are words that lie in many a file, and open nothing. */
const shortest = 12;
/** Kinds of errors are codes as well. */
const isKind = (value: string): boolean => /^[A-Z][A-Z_]*$/u.test(value);
/** What brings a secret is a form or a few members; what is longer is a file. */
const longestBody = 256 * 1024;

/**
 * Listens in on every server of this process, and answers every secret that was ever said to it or by it: accesses,
 * their renewals, codes and verifiers, passwords, secrets of apps, keys of hosts; also what Vigie held for a moment
 * only, and what it was given in an answer that it then refused.
 */
export function listenIn(): { readonly heard: () => readonly string[]; readonly stop: () => void } {
  const heard = new Set<string>();
  const note = (name: string, value: unknown): void => {
    if (typeof value !== 'string' || value.length < shortest || isKind(value)) return;
    if (secretNames.test(name) && !otherNames.test(name)) heard.add(value);
  };
  const noteAll = (values: Iterable<readonly [string, string]>): void => {
    for (const [name, value] of values) note(name, value);
  };
  const noteJson = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(noteJson);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) {
        note(name, member);
        noteJson(member);
      }
  };
  const noteAddress = (address: string): void => {
    const url = new URL(address, 'http://127.0.0.1');
    noteAll(url.searchParams);
    noteAll(new URLSearchParams(url.hash.slice(1)));
  };
  const noteBody = (chunks: readonly Buffer[], type: unknown): void => {
    const text = Buffer.concat(chunks).toString('utf8');
    if (typeof type !== 'string' || text === '') return;
    if (type.includes('x-www-form-urlencoded')) noteAll(new URLSearchParams(text));
    if (type.includes('multipart/form-data'))
      for (const [, name = '', value = ''] of text.matchAll(/name="([^"]+)"\r\n\r\n([^\r\n]+)\r\n/gu))
        note(name, value);
    if (!type.includes('json')) return;
    try {
      noteJson(JSON.parse(text));
    } catch {
      // Half an answer: what was in it nobody could read either.
    }
  };
  const noteAuthorization = (header = ''): void => {
    const [, scheme = '', credentials = ''] = /^(\S+)\s+(.+)$/u.exec(header) ?? [];
    note('token', credentials);
    if (scheme.toLowerCase() === 'basic')
      noteAll([
        [
          'password',
          Buffer.from(credentials, 'base64')
            .toString()
            .replace(/^[^:]*:/u, ''),
        ],
      ]);
  };

  const onRequest = (message: unknown): void => {
    const { request, response } = message as {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
    };
    noteAddress(request.url ?? '/');
    noteAuthorization(request.headers.authorization);
    const asked = collecting();
    request.on('data', (chunk: Buffer) => asked.add(chunk));
    request.on('end', () => noteBody(asked.chunks, request.headers['content-type']));
    const answered = collecting();
    const { write, end } = response;
    response.write = (...given: readonly unknown[]) => {
      answered.add(given[0]);
      return Reflect.apply(write, response, given) as boolean;
    };
    response.end = (...given: readonly unknown[]) => {
      answered.add(given[0]);
      noteBody(answered.chunks, response.getHeader('content-type'));
      const location = response.getHeader('location');
      if (typeof location === 'string') noteAddress(location);
      return Reflect.apply(end, response, given) as ServerResponse;
    };
  };
  subscribe('http.server.request.start', onRequest);
  return { heard: () => [...heard], stop: () => void unsubscribe('http.server.request.start', onRequest) };
}

/** Chunks of a body, as long as it is not a file's. */
function collecting() {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    chunks,
    add: (chunk: unknown): void => {
      if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
      const bytes = Buffer.from(chunk as string);
      size += bytes.byteLength;
      if (size > longestBody) chunks.length = 0;
      else chunks.push(bytes);
    },
  };
}
