/**
 * Rest.li 2.0 in addresses. A URN is one value: all of its punctuation is encoded, while that of lists and records is
 * written as it is. `URLSearchParams` would encode both, so queries are put together here.
 */
export const value = (text: string): string =>
  encodeURIComponent(text).replace(/[()'!*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

export const list = (texts: readonly string[]): string => `List(${texts.map(value).join(',')})`;

/** `parts` are written already (`value`, `list`, a record). */
export const query = (parts: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(parts)
    .flatMap(([name, part]) => (part === undefined ? [] : [`${name}=${part}`]))
    .join('&');
