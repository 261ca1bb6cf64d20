import { isLoopbackHost } from '../engine/address-guard.ts';

/** What a mail program may be told beside the address. Some of them attach files that a link names. */
const mailFields = new Set(['subject', 'body', 'cc', 'to']);

/**
 * The address of a link that may leave for the system's browser or mail program; null for every other. Https and
 * mailto; plain http only to a server of this very machine that the user named (`isNamed`, by host and port), as the
 * training's are: what a stranger writes must not speak to other programs here.
 */
export function linkToOpen(text: string, isNamed: (host: string) => boolean): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  switch (url.protocol) {
    case 'https:':
      return url.href;
    case 'http:':
      return isLoopbackHost(url.hostname) && isNamed(url.host) ? url.href : null;
    case 'mailto:':
      return [...url.searchParams.keys()].every((name) => mailFields.has(name.toLowerCase()))
        ? url.href
        : null;
    default:
      return null;
  }
}
