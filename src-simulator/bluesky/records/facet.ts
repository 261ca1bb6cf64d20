import { isObject, listOf, objectOf, textOf, type Json, type JsonObject } from '../protocol/json.ts';
import { integer, list, shape, text, union, type Check } from './check.ts';
import { did, uri } from './terms.ts';

/** sheet: 2 Publish, createRecord and Limit (facet offsets are UTF-8 byte offsets) */
export const facet: Check = shape({
  index: shape({ byteStart: integer(0), byteEnd: integer(0) }),
  features: list(
    union({
      'app.bsky.richtext.facet#mention': shape({ did }),
      'app.bsky.richtext.facet#link': shape({ uri }),
      'app.bsky.richtext.facet#tag': shape({ tag: text({ maxBytes: 640, maxGraphemes: 64 }) }),
    }),
  ),
});

/** The features of every facet of a record that carry this `$type`. */
export function featuresOf(record: JsonObject, type: string): readonly JsonObject[] {
  return listOf(record, 'facets')
    .flatMap((entry) => listOf(entry, 'features'))
    .filter((feature): feature is JsonObject => isObject(feature) && feature['$type'] === type);
}

export const mentionsOf = (record: JsonObject): readonly string[] =>
  featuresOf(record, 'app.bsky.richtext.facet#mention').flatMap((feature) => textOf(feature, 'did') ?? []);

/** True where a character of the UTF-8 text begins, or at its end. */
const isBoundary = (bytes: Buffer, at: number): boolean =>
  at === bytes.length || ((bytes[at] ?? 0x80) & 0xc0) !== 0x80;

function slice(entry: Json): readonly [number, number] {
  const index = objectOf(entry, 'index');
  const start = index?.['byteStart'];
  const end = index?.['byteEnd'];
  return [typeof start === 'number' ? start : -1, typeof end === 'number' ? end : -1];
}

/**
 * What is wrong with a text's facets: the real server stores such a post as it is and clients show it wrongly, so the
 * simulator accepts it too and reports these instead. Offsets count UTF-8 bytes; facets may not overlap.
 */
export function facetProblems(record: JsonObject): readonly string[] {
  const bytes = Buffer.from(textOf(record, 'text') ?? '', 'utf8');
  const problems: string[] = [];
  const taken: (readonly [number, number])[] = [];
  for (const [at, entry] of listOf(record, 'facets').entries()) {
    const [start, end] = slice(entry);
    if (start < 0 || end <= start) problems.push(`facets[${at}]: empty or reversed slice ${start}–${end}`);
    else if (end > bytes.length)
      problems.push(`facets[${at}]: ends at ${end}, the text has ${bytes.length} bytes`);
    else if (!isBoundary(bytes, start) || !isBoundary(bytes, end))
      problems.push(`facets[${at}]: cuts a character at ${start}–${end}`);
    else if (taken.some(([from, to]) => start < to && from < end))
      problems.push(`facets[${at}]: overlaps another`);
    taken.push([start, end]);
  }
  return problems;
}
