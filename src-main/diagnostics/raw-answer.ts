/**
 * What a report may show of an answer that has not the shape that its network promises: the names of its fields, its
 * nesting, its truth values, dates and short numbers. Everything that somebody may have written, that names somebody
 * or that opens anything is replaced by its length: `"‹18›"`. Reads an answer that was cut as well as a whole one.
 */
export function shownAnswer(raw: string): string {
  const text = raw.trimStart();
  if (/^[[{"]/.test(text)) return shownJson(text).slice(0, longest);
  return text.startsWith('<') ? shownPage(text).slice(0, longest) : `‹${String(raw.length)}›`;
}

const longest = 2_000;

/** A text, cut or whole; a number; a word of the language; signs and space; anything else. */
const token =
  /"(?:[^"\\]|\\[^])*(?:"|\\?$)|-?\d[\d.eE+-]*|(?:true|false|null)\b|[[\]{},:\s]+|[^"[\]{},:\s]+/g;
const known = /^(?:true|false|null|[[\]{},:\s]+)$/;
const date = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/;
/** Fields whose value is a word of the network's own. */
const ofNetwork = /^(?:\$?type|visibility|kind|action|media_type)$/;

function shownJson(text: string): string {
  let field = '';
  return text.replaceAll(token, (piece, at: number) => {
    if (known.test(piece)) return piece;
    if (/^[-\d]/.test(piece)) return piece.replaceAll(/\D/g, '').length > 6 ? length(piece) : piece;
    if (!piece.startsWith('"')) return length(piece);
    const inside = piece.slice(1, piece.length > 1 && piece.endsWith('"') ? -1 : undefined);
    if (/^\s*:/.test(text.slice(at + piece.length, at + piece.length + 8))) {
      field = inside;
      return isName(inside) ? piece : `"${length(inside)}"`;
    }
    const isWord = ofNetwork.test(field) && /^[A-Za-z][A-Za-z_.#]{0,60}$/.test(inside);
    return isWord || date.test(inside) ? piece : `"${length(inside)}"`;
  });
}

/** A field's name, and no key of a table by ids or addresses. */
const isName = (text: string): boolean =>
  /^[$@]?[A-Za-z_][\w$:-]{0,39}$/.test(text) && text.replaceAll(/\D/g, '').length < 5;

const shownPage = (text: string): string =>
  text.replaceAll(/<(\/?[a-z!][\w-]*)[^>]*>?|[^<]+|</gi, (piece, tag: string | undefined) =>
    tag !== undefined ? `<${tag}>` : piece.trim() === '' ? '' : length(piece.trim()),
  );

const length = (text: string): string => `‹${String(text.length)}›`;
