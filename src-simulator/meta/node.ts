import type { AskedByFaults } from '../core/route.ts';
import { parseFields, type Selection } from './fields.ts';
import { invalidParameter, isFailure, noField, noPermission, type GraphFailure } from './failure.ts';
import { isObject, paramsOf, type Params } from './params.ts';
import type { TokenRow } from './rows.ts';
import { readTime } from './times.ts';

/** Who reads, and what the faults ask of lists. */
export interface View {
  readonly token: TokenRow;
  readonly asked: AskedByFaults;
  readonly origin: string;
  readonly version: string;
  readonly now: number;
}

/** An object of the graph, bound to its row. */
export interface GraphNode {
  readonly id: string;
  /** As errors and official descriptions name it. */
  readonly type: string;
  readonly byDefault: readonly string[];
  /** It has no id of its own in answers. */
  readonly anonymous: boolean;
  readonly hasField: (name: string) => boolean;
  readonly field: (name: string, view: View, args: Params) => unknown;
  readonly edge: (name: string) => BoundEdge | undefined;
}

/** What a list holds: when it was made (lists are ordered and cut by that), and when it was committed. */
export interface Listed {
  readonly node: GraphNode;
  readonly at: number;
  readonly committedAt: number;
}

export interface BoundEdge {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly pageOnly: boolean;
  readonly max: number;
  /** Whether since and until cut it. */
  readonly timed: boolean;
  readonly list: (view: View, args: Params) => readonly Listed[] | GraphFailure;
  readonly summary: ((view: View, args: Params) => Readonly<Record<string, unknown>>) | undefined;
}

export interface EdgeRules<R> {
  /** In the order in which pages give them; newest first for most. */
  readonly list: (row: R, view: View, args: Params) => readonly Listed[] | GraphFailure;
  readonly summary?: (row: R, view: View, args: Params) => Readonly<Record<string, unknown>>;
  /** Permissions without which it cannot be read. */
  readonly scopes?: readonly string[];
  /** Refuses user tokens. */
  readonly pageOnly?: boolean;
  /** The longest page; 100 unless said otherwise. */
  readonly max?: number;
  readonly timed?: boolean;
}

export interface NodeType<R> {
  readonly name: string;
  readonly byDefault: readonly string[];
  /** Its rows are told without their id, as recommendations are. */
  readonly anonymous?: boolean;
  /** A field that answers undefined is left out, as the Graph leaves out what is empty. */
  readonly fields: Readonly<Record<string, (row: R, view: View, args: Params) => unknown>>;
  readonly edges: Readonly<Record<string, EdgeRules<R>>>;
}

/** Binds a row to its type. */
export function bindNode<R extends { readonly id: string }>(type: NodeType<R>, row: R): GraphNode {
  return {
    id: row.id,
    type: type.name,
    byDefault: type.byDefault,
    anonymous: type.anonymous ?? false,
    hasField: (name) => name in type.fields,
    field: (name, view, args) => type.fields[name]?.(row, view, args),
    edge(name) {
      const rules = type.edges[name];
      if (!rules) return undefined;
      const { summary } = rules;
      return {
        name,
        scopes: rules.scopes ?? [],
        pageOnly: rules.pageOnly ?? false,
        max: rules.max ?? 100,
        timed: rules.timed ?? false,
        list: (view, args) => rules.list(row, view, args),
        summary: summary ? (view, args) => summary(row, view, args) : undefined,
      };
    },
  };
}

type Entity = Readonly<Record<string, unknown>>;
const noArgs: Params = paramsOf(new Map());

/** A node as `fields` asks for it; its id is always there. Unknown fields fail the whole call. */
export function selectNode(
  node: GraphNode,
  selections: readonly Selection[] | undefined,
  view: View,
): Entity | GraphFailure {
  const wanted = selections ?? node.byDefault.map(plain);
  const entity: Record<string, unknown> = {};
  for (const selection of wanted) {
    const value = selectOne(node, selection, view);
    if (isFailure(value)) return value;
    if (value !== undefined) entity[selection.as] = value;
  }
  if (!node.anonymous) entity['id'] = node.id;
  return entity;
}

function selectOne(node: GraphNode, selection: Selection, view: View): unknown {
  if (selection.name === 'id') return node.id;
  const args = paramsOf(selection.args);
  const edge = node.edge(selection.name);
  if (edge) return readEdge({ node, edge, args, selections: selection.inner, view });
  if (!node.hasField(selection.name)) return noField(selection.name, node.type);
  return shaped(node.field(selection.name, view, args), selection.inner, view);
}

/** Inner selections apply to nested nodes and to plain objects alike. */
function shaped(value: unknown, inner: readonly Selection[] | undefined, view: View): unknown {
  if (isNode(value)) return selectNode(value, inner, view);
  if (Array.isArray(value)) return value.map((item: unknown) => shaped(item, inner, view));
  if (inner && isObject(value)) {
    if (Array.isArray(value['data']) && !inner.some(({ name }) => name === 'data'))
      return { ...value, data: value['data'].map((item: unknown) => shaped(item, inner, view)) };
    const kept: Record<string, unknown> = {};
    for (const selection of inner) {
      const found = shaped(value[selection.name], selection.inner, view);
      if (found !== undefined) kept[selection.as] = found;
    }
    return kept;
  }
  return value;
}

function isNode(value: unknown): value is GraphNode {
  return isObject(value) && typeof value['hasField'] === 'function' && typeof value['edge'] === 'function';
}

/** One page of an edge: `data`, `paging` with cursors, and `summary` where it is asked for. */
export function readEdge(order: {
  readonly node: GraphNode;
  readonly edge: BoundEdge;
  readonly args: Params;
  readonly selections: readonly Selection[] | undefined;
  readonly view: View;
}): Entity | GraphFailure {
  const { node, edge, args, selections, view } = order;
  const refused = mayRead(edge, view);
  if (refused) return refused;
  const limit = args.number('limit') ?? 25;
  if (limit > edge.max)
    return invalidParameter(`For field '${edge.name}': The limit parameter should not exceed ${edge.max}`);
  const listed = edge.list(view, args);
  if (isFailure(listed)) return listed;
  const since = edge.timed ? readTime(args.text('since')) : undefined;
  const until = edge.timed ? readTime(args.text('until')) : undefined;
  const visible = listed.filter(
    ({ at, committedAt }) =>
      committedAt <= view.asked.visibleUntil &&
      (since === undefined || at >= since) &&
      (until === undefined || at <= until),
  );
  const from = startOf(visible, args);
  if (isFailure(from)) return from;
  const page = visible.slice(from, from + limit);
  const data: Entity[] = [];
  for (const { node: item } of page) {
    const entity = selectNode(item, selections, view);
    if (isFailure(entity)) return entity;
    data.push(entity);
  }
  const more = from + limit < visible.length && limit > 0;
  const [first, last] = [page[0], page.at(-1)];
  const paging =
    first && last
      ? {
          cursors: { before: cursorOf(first), after: cursorOf(last) },
          ...(more ? { next: nextUrl(node, edge, args, selections, view, cursorOf(last)) } : {}),
        }
      : undefined;
  const summary = args.text('summary') === undefined ? undefined : edge.summary?.(view, args);
  return { data, ...(paging ? { paging } : {}), ...(summary ? { summary } : {}) };
}

/** Why this access may not read an edge; undefined when it may. */
export function mayRead(edge: BoundEdge, view: View): GraphFailure | undefined {
  if (edge.pageOnly && view.token.type !== 'PAGE' && view.token.type !== 'INSTAGRAM')
    return {
      tag: 'graph-failure',
      status: 400,
      type: 'OAuthException',
      code: 190,
      message: 'This method must be called with a Page Access Token',
    };
  const lacking = edge.scopes.filter((scope) => !view.token.scopes.includes(scope));
  return lacking.length > 0 ? noPermission('GET', lacking) : undefined;
}

const cursorOf = (item: Listed): string => Buffer.from(`${item.at}|${item.node.id}`).toString('base64url');

/** Cursors stay good when what they name is gone: the page goes on at its moment. */
function startOf(items: readonly Listed[], args: Params): number | GraphFailure {
  const after = args.text('after');
  if (after === undefined || after === '') return 0;
  const [at, id] = Buffer.from(after, 'base64url').toString().split('|');
  if (id === undefined || Number.isNaN(Number(at))) return invalidParameter('Invalid cursors values');
  const index = items.findIndex((item) => item.node.id === id);
  if (index >= 0) return index + 1;
  const older = items.findIndex((item) => item.at < Number(at));
  return older < 0 ? items.length : older;
}

/** The address of the next page holds the access token, as the network's own does. */
function nextUrl(
  node: GraphNode,
  edge: BoundEdge,
  args: Params,
  selections: readonly Selection[] | undefined,
  view: View,
  after: string,
): string {
  const url = new URL(`/${view.version}/${node.id}/${edge.name}`, view.origin);
  url.searchParams.set('access_token', view.token.id);
  for (const name of args.names)
    if (!['access_token', 'after', 'fields', 'as'].includes(name))
      url.searchParams.set(name, args.text(name) ?? '');
  if (selections) url.searchParams.set('fields', selections.map(written).join(','));
  url.searchParams.set('after', after);
  return url.href;
}

function written({ name, args, inner }: Selection): string {
  const modifiers = [...args].map(([key, value]) => `.${key}(${value})`).join('');
  return `${name}${modifiers}${inner ? `{${inner.map(written).join(',')}}` : ''}`;
}

function plain(name: string): Selection {
  return { name, as: name, args: new Map(), inner: undefined };
}

/** The selections of a request's `fields`; undefined when it names none. */
export function askedFields(params: Params): readonly Selection[] | undefined | GraphFailure {
  const text = params.text('fields');
  return text === undefined || text === '' ? undefined : parseFields(text);
}

export { noArgs };
