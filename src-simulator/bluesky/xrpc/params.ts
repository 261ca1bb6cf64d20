import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Json } from '../protocol/json.ts';
import { boolean, integer, list, text, type Check } from '../records/check.ts';
import { invalidRequest, type XrpcFailure } from './failure.ts';

type Rule = {
  readonly kind: 'text' | 'texts' | 'number' | 'flag';
  readonly check: Check;
  readonly required: boolean;
  readonly fallback: Json | undefined;
};
export type ParamRules = Readonly<Record<string, Rule>>;

const rule = (kind: Rule['kind'], check: Check, required: boolean, fallback?: Json): Rule => ({
  kind,
  check,
  required,
  fallback,
});

/** Query parameters, as a lexicon would describe them. */
export const required = (check: Check = text()): Rule => rule('text', check, true);
export const optional = (check: Check = text()): Rule => rule('text', check, false);
export const many = (check: Check = text(), maximum?: number): Rule =>
  rule('texts', list(check, maximum), false);
export const someOf = (check: Check, maximum: number): Rule => rule('texts', list(check, maximum, 1), true);
export const number = (fallback: number, minimum: number, maximum: number): Rule =>
  rule('number', integer(minimum, maximum), false, fallback);
export const flag = (): Rule => rule('flag', boolean, false);
/** sheet: 3 Reading (limit ≤ 100, cursor) */
export const paged = (limit = 50): ParamRules => ({ limit: number(limit, 1, 100), cursor: optional() });

/** Parsed parameters, read by the type that their rule promised. */
export interface Params {
  text(name: string): string | undefined;
  /** A required text: an empty one where the rule did not demand it. */
  wanted(name: string): string;
  texts(name: string): readonly string[];
  number(name: string): number;
  flag(name: string): boolean;
}

function read(kind: Rule['kind'], given: readonly string[]): Json | undefined {
  const first = given[0];
  if (first === undefined) return undefined;
  switch (kind) {
    case 'texts':
      return given;
    case 'text':
      return first;
    case 'number':
      return /^-?\d+$/.test(first) ? Number(first) : first;
    case 'flag':
      return first === 'true' ? true : first === 'false' ? false : first;
  }
}

/** Checks the query string of a method. */
export function parseParams(
  nsid: string,
  rules: ParamRules,
  query: URLSearchParams,
): Result<Params, XrpcFailure> {
  const values = new Map<string, Json>();
  for (const [name, { kind, check, required: needed, fallback }] of Object.entries(rules)) {
    // Some clients write lists as `name[]`, which the real server accepts too.
    const value = read(kind, [...query.getAll(name), ...query.getAll(`${name}[]`)]) ?? fallback;
    if (value === undefined) {
      if (needed) return err(invalidRequest(`Invalid ${nsid} params: Missing required key "${name}"`));
      continue;
    }
    const problem = check(value, name);
    if (problem !== null) return err(invalidRequest(`Invalid ${nsid} params: ${problem}`));
    values.set(name, value);
  }
  const textAt = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  return ok({
    text: textAt,
    wanted: (name) => textAt(name) ?? '',
    texts(name) {
      const value = values.get(name);
      return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
    },
    number(name) {
      const value = values.get(name);
      return typeof value === 'number' ? value : 0;
    },
    flag: (name) => values.get(name) === true,
  });
}
