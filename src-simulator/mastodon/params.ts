import type { SimRequest } from '../core/route.ts';
import type { UploadedFile } from '../core/body.ts';

/** Parameters as the server's framework sees them: query and body merged, bracketed names nested. */
export interface Params {
  text(name: string): string | undefined;
  boolean(name: string): boolean | undefined;
  integer(name: string): number | undefined;
  /** A list of texts, from `name[]=…`, a JSON array, or (lenient, as the framework is) one plain value. */
  list(name: string): readonly string[] | undefined;
  nested(name: string): Params | undefined;
  nestedList(name: string): readonly Params[];
  file(name: string): UploadedFile | undefined;
  has(name: string): boolean;
}

/** Reads a request's parameters; the body wins over the query. */
export function readParams(request: SimRequest): Params {
  const tree: Record<string, unknown> = {};
  for (const [name, value] of request.url.searchParams) assign(tree, name, value);
  if (request.body.tag === 'form') for (const [name, value] of request.body.fields) assign(tree, name, value);
  if (request.body.tag === 'json' && isTree(request.body.value)) Object.assign(tree, request.body.value);
  const files = request.body.tag === 'form' ? request.body.files : [];
  return paramsOf(tree, files);
}

function paramsOf(tree: Readonly<Record<string, unknown>>, files: readonly UploadedFile[]): Params {
  const text = (name: string): string | undefined => asText(tree[name]);
  return {
    text,
    boolean(name) {
      const value = text(name);
      return value === undefined ? undefined : !['', '0', 'f', 'false', 'off'].includes(value.toLowerCase());
    },
    integer(name) {
      const value = text(name);
      const parsed = value === undefined ? NaN : Number.parseInt(value, 10);
      return Number.isNaN(parsed) ? undefined : parsed;
    },
    list(name) {
      const value = tree[name];
      if (Array.isArray(value)) return value.map(asText).filter((item) => item !== undefined);
      const single = asText(value);
      return single === undefined ? undefined : [single];
    },
    nested(name) {
      const value = tree[name];
      return isTree(value) ? paramsOf(value, []) : undefined;
    },
    nestedList(name) {
      const value = tree[name];
      const items: readonly unknown[] = Array.isArray(value)
        ? value
        : isTree(value)
          ? Object.values(value)
          : [];
      return items.filter(isTree).map((item) => paramsOf(item, []));
    },
    file: (name) => files.find((file) => file.field === name),
    has: (name) => tree[name] !== undefined && tree[name] !== null,
  };
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts `a[b][]=v` where it belongs. A key that repeats inside `a[][b]` begins the next element. */
function assign(tree: Record<string, unknown>, name: string, value: string): void {
  const parts = name.split('[').map((part, index) => (index === 0 ? part : part.replace(/\]$/, '')));
  place(tree, parts, value);
}

function place(node: Record<string, unknown>, path: readonly string[], value: string): void {
  const [key, ...rest] = path;
  if (key === undefined || key === '__proto__') return;
  if (rest.length === 0) {
    node[key] = value;
    return;
  }
  if (rest[0] === '') {
    const current: unknown = node[key];
    const list: unknown[] = Array.isArray(current) ? current : [];
    node[key] = list;
    const inner = rest.slice(1);
    if (inner.length === 0) {
      list.push(value);
      return;
    }
    const lastItem = list.at(-1);
    const reuse =
      isTree(lastItem) && inner[0] !== undefined && !(inner[0] in lastItem) ? lastItem : undefined;
    const item: Record<string, unknown> = reuse ?? {};
    if (!reuse) list.push(item);
    place(item, inner, value);
    return;
  }
  const existing: unknown = node[key];
  const child: Record<string, unknown> = isTree(existing) ? existing : {};
  node[key] = child;
  place(child, rest, value);
}
