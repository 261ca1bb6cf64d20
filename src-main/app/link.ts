/** What a mail program may be told beside the address. Some of them attach files that a link names. */
const mailFields = new Set(['subject', 'body', 'cc', 'to']);

/**
 * The address of a link that may leave for the system's browser or mail program; null for every other. Https and
 * mailto; plain http to this very machine only, where training servers live.
 */
export function linkToOpen(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  switch (url.protocol) {
    case 'https:':
      return url.href;
    case 'http:':
      return url.hostname === '127.0.0.1' || url.hostname === 'localhost' ? url.href : null;
    case 'mailto:':
      return [...url.searchParams.keys()].every((name) => mailFields.has(name.toLowerCase()))
        ? url.href
        : null;
    default:
      return null;
  }
}
