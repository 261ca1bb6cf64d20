import type { UploadedFile } from '../core/body.ts';
import type { SimRequest } from '../core/route.ts';

/** Parameters as the Graph reads them: query, form and JSON body are one bag; a text may hold JSON. */
export interface Params {
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  /** The value as JSON: given as such, or as a text that holds it. Undefined when absent or malformed. */
  json(name: string): unknown;
  /** A list, given as JSON, with commas, or as `name[0]=…`. */
  list(name: string): readonly unknown[] | undefined;
  /** Given, even if null. */
  has(name: string): boolean;
  /** Given as JSON null. */
  isNull(name: string): boolean;
  file(name: string): UploadedFile | undefined;
  readonly names: readonly string[];
}

export function readParams(request: SimRequest): Params {
  const bag = new Map<string, unknown>(request.url.searchParams);
  const { body } = request;
  if (body.tag === 'form') for (const [name, value] of body.fields) bag.set(name, value);
  if (body.tag === 'json' && isObject(body.value))
    for (const [name, value] of Object.entries(body.value)) bag.set(name, value);
  return paramsOf(bag, body.tag === 'form' ? body.files : []);
}

/** Parameters that come from elsewhere, e.g. `.limit(5)` in a field list. */
export function paramsOf(bag: ReadonlyMap<string, unknown>, files: readonly UploadedFile[] = []): Params {
  const text = (name: string): string | undefined => {
    const value = bag.get(name);
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  };
  const json = (name: string): unknown => {
    const value = bag.get(name);
    if (typeof value !== 'string') return value ?? undefined;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  };
  return {
    text,
    json,
    number(name) {
      const value = text(name);
      const parsed = value === undefined || value.trim() === '' ? NaN : Number(value);
      return Number.isNaN(parsed) ? undefined : parsed;
    },
    flag(name) {
      const value = text(name);
      return value === undefined ? undefined : ['1', 'true'].includes(value.toLowerCase());
    },
    list(name) {
      const value = json(name);
      if (Array.isArray(value)) return value;
      const numbered = [...bag]
        .filter(([key]) => key.startsWith(`${name}[`))
        .map(([key]) => json(key) ?? text(key));
      if (numbered.length > 0) return numbered;
      return text(name)
        ?.split(',')
        .filter((part) => part !== '');
    },
    has: (name) => bag.has(name),
    isNull: (name) => bag.get(name) === null || bag.get(name) === 'null',
    file: (name) => files.find((file) => file.field === name),
    names: [...bag.keys()],
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
