import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { clientColours } from './workspace.ts';
import { err, ok, type Result } from '../result.ts';
import type { Manifest } from '../networks/manifest.ts';

/** A network that a person described, as it goes from one Vigie to another: the part of its manifest that is theirs. */

export const longestName = 60;
export const longestText = 100_000;
export const mostImages = 50;

const format = 'vigie-network';
const version = 1;
/** Such a file has a few hundred characters. */
const longestFile = 20_000;

/** Of a host with a dot in it, and nobody's name or password; main judges it again before it is opened. */
const isPage = (typed: string): boolean => /^https:\/\/[^\s/@?#]+\.[^\s/@?#]+(?:[/?#]\S*)?$/iu.test(typed);

export const describedSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longestName)),
  /** Where one writes a post there. */
  page: v.pipe(v.string(), v.trim(), v.check(isPage)),
  /** Longest post, in characters as people count them. */
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longestText)),
  images: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostImages)),
  colour: v.picklist(clientColours),
});
export type Described = Frozen<v.InferOutput<typeof describedSchema>>;
export type DescribedField = keyof Described;

const fields = Object.keys(describedSchema.entries) as readonly string[];
const isField = (name: string): name is DescribedField => fields.includes(name);

/** One thing that keeps a file from being a description, said in words by the interface. */
export type DescribedProblem =
  | { readonly tag: 'empty' | 'too-large' | 'not-json' | 'not-ours' }
  /** Made by a newer Vigie. */
  | { readonly tag: 'newer'; readonly version: number }
  | { readonly tag: 'missing' | 'wrong'; readonly field: DescribedField }
  /** Refused rather than dropped: whoever wrote it meant something by it. */
  | { readonly tag: 'unknown'; readonly name: string };

/** The part of a described account's manifest that its person wrote; null of any other network's. */
export const describedOf = ({ name, counting, images, custom }: Manifest): Described | null => {
  const colour = clientColours.find((one) => one === custom?.colour);
  if (custom === undefined || colour === undefined) return null;
  return { name, page: custom.page, limit: counting.max, images: images.max, colour };
};

export const writeDescribed = (network: Described): string =>
  `${JSON.stringify({ format, version, ...network }, null, 2)}\n`;

/** The name under which a description is saved: of the network's own, what any disk takes. */
export const describedFileName = ({ name }: Pick<Described, 'name'>): string =>
  `${
    name
      .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim() || 'network'
  }.json`;

/** Reads a file whole or not at all; everything that is wrong in it is told at once. */
export function readDescribed(text: string): Result<Described, readonly DescribedProblem[]> {
  if (text.trim() === '') return err([{ tag: 'empty' }]);
  if (text.length > longestFile) return err([{ tag: 'too-large' }]);
  const value = jsonIn(text);
  if (value === null) return err([{ tag: 'not-json' }]);
  const head = v.safeParse(v.looseObject({ format: v.literal(format), version: v.number() }), value.json);
  if (!head.success) return err([{ tag: 'not-ours' }]);
  if (head.output.version > version) return err([{ tag: 'newer', version: head.output.version }]);
  const { format: _, version: __, ...rest } = head.output;
  const read = v.safeParse(describedSchema, rest);
  // Of the file itself: what cannot be a name in a program is dropped on the way here.
  const strange = namesIn(value.json).filter(
    (name) => !isField(name) && name !== 'format' && name !== 'version',
  );
  if (read.success && strange.length === 0) return ok(read.output);
  const wrong = new Set((read.issues ?? []).flatMap(({ path }) => path?.[0]?.key ?? []));
  return err([
    ...fields
      .filter(isField)
      .filter((field) => wrong.has(field))
      .map((field): DescribedProblem => ({ tag: rest[field] === undefined ? 'missing' : 'wrong', field })),
    ...strange.map((name): DescribedProblem => ({ tag: 'unknown', name })),
  ]);
}

const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

function jsonIn(text: string): { readonly json: unknown } | null {
  try {
    // Some editors begin a file with a mark of its encoding.
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch {
    return null;
  }
}

/** What two descriptions of one name do not agree on. */
export const differences = (a: Described, b: Described): readonly DescribedField[] =>
  fields.filter(isField).filter((field) => a[field] !== b[field]);

/** Names are one when people would call them so. */
export const isSameName = (a: string, b: string): boolean =>
  a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
