import { countGraphemes } from 'unicode-segmenter/grapheme';
import { isCid } from '../protocol/cid.ts';
import { isList, isObject, textOf, type Json } from '../protocol/json.ts';

/** The first thing wrong with a value, worded as the reference server words it, or `null`. */
export type Check = (value: Json | undefined, path: string) => string | null;

const utf8Length = (text: string): number => Buffer.byteLength(text, 'utf8');

function shown(value: Json | undefined): string {
  if (value === undefined) return 'undefined';
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  const written = JSON.stringify(value);
  return written.length > 256 ? `${written.slice(0, 256)}…` : written;
}

const wrongType = (wanted: string, value: Json | undefined, path: string): string =>
  `Expected ${wanted} value type (got ${shown(value)}) at ${path}`;

const tooBig = (kind: string, maximum: number, got: number, path: string): string =>
  `${kind} too big (maximum ${maximum}, got ${got}) at ${path}`;

export type TextRule = {
  readonly maxBytes?: number;
  readonly maxGraphemes?: number;
  readonly format?: readonly [name: string, fits: (text: string) => boolean];
};

/** A string; bytes are UTF-8, graphemes are extended grapheme clusters. */
export function text(rule: TextRule = {}): Check {
  return (value, path) => {
    if (typeof value !== 'string') return wrongType('string', value, path);
    const size = utf8Length(value);
    if (rule.maxBytes !== undefined && size > rule.maxBytes)
      return tooBig('string', rule.maxBytes, size, path);
    if (rule.maxGraphemes !== undefined) {
      const graphemes = countGraphemes(value);
      if (graphemes > rule.maxGraphemes) return tooBig('grapheme', rule.maxGraphemes, graphemes, path);
    }
    if (rule.format && !rule.format[1](value))
      return `Invalid ${rule.format[0]} (got ${shown(value)}) at ${path}`;
    return null;
  };
}

export function integer(minimum?: number, maximum?: number): Check {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType('integer', value, path);
    if (minimum !== undefined && value < minimum)
      return `integer too small (minimum ${minimum}, got ${value}) at ${path}`;
    return maximum !== undefined && value > maximum ? tooBig('integer', maximum, value, path) : null;
  };
}

export const boolean: Check = (value, path) =>
  typeof value === 'boolean' ? null : wrongType('boolean', value, path);

/** A JSON object whose members nobody checks (the lexicons' `unknown`). */
export const anyObject: Check = (value, path) => (isObject(value) ? null : wrongType('object', value, path));

export function list(item: Check, maximum?: number, minimum?: number): Check {
  return (value, path) => {
    if (!isList(value)) return wrongType('array', value, path);
    if (maximum !== undefined && value.length > maximum) return tooBig('array', maximum, value.length, path);
    if (minimum !== undefined && value.length < minimum)
      return `array too small (minimum ${minimum}, got ${value.length}) at ${path}`;
    for (const [index, entry] of value.entries()) {
      const problem = item(entry, `${path}[${index}]`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

type Members = Readonly<Record<string, Check>>;

/** An object with required and optional members; members that nobody knows are let through. */
export function shape(required: Members, optional: Members = {}): Check {
  return (value, path) => {
    if (!isObject(value)) return wrongType('object', value, path);
    for (const [key, check] of Object.entries(required)) {
      if (value[key] === undefined) return `Missing required key "${key}" at ${path}`;
      const problem = check(value[key], `${path}.${key}`);
      if (problem !== null) return problem;
    }
    for (const [key, check] of Object.entries(optional)) {
      if (value[key] === undefined) continue;
      const problem = check(value[key], `${path}.${key}`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

/** An open union: a known `$type` is checked, another one is let through, none at all is refused. */
export function union(types: Members, closed = false): Check {
  return (value, path) => {
    const type = textOf(value, '$type');
    if (type === undefined) return wrongType('an object which includes the "$type" property', value, path);
    const check = types[type];
    if (check) return check(value, path);
    return closed
      ? `Expected one of ${Object.keys(types).join(', ')} (got ${shown(type)}) at ${path}.$type`
      : null;
  };
}

/** Follows a definition lazily, for those that refer to each other. */
export const later =
  (check: () => Check): Check =>
  (value, path) =>
    check()(value, path);

/** A blob reference; kind and size are those written in the record. sheet: 2 Publish, Limit */
export function blob(accept: readonly string[], maxSize: number): Check {
  return (value, path) => {
    const ref = isObject(value) ? textOf(value['ref'], '$link') : undefined;
    const mime = textOf(value, 'mimeType');
    const size = isObject(value) ? value['size'] : undefined;
    if (textOf(value, '$type') !== 'blob' || ref === undefined || !isCid(ref) || mime === undefined)
      return wrongType('blob', value, path);
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
      return wrongType('blob', value, path);
    const fits = accept.some((kind) =>
      kind.endsWith('/*') ? mime.startsWith(kind.slice(0, -1)) : kind === mime,
    );
    if (!fits) return `Expected ${accept.join(' or ')} (got ${shown(mime)}) at ${path}.mimeType`;
    return size > maxSize ? tooBig('blob', maxSize, size, path) : null;
  };
}
