import type { RxJsonSchema } from 'rxdb';

/** The parts of an RxDB schema, named so that a collection's file is nothing but its fields and its indexes. */
export const keyString = (maxLength: number) => ({ type: 'string', maxLength }) as const;
export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
/** Epoch milliseconds, or a key that runs backwards from them. */
export const moment = { type: 'number', minimum: 0, maximum: 9_999_999_999_999, multipleOf: 1 } as const;
export const count = { type: 'number' } as const;
export const list = { type: 'array', items: {} } as const;
export const tree = { type: 'object', additionalProperties: true } as const;
/** Anything, `null` among it: fields that are never queried need no promise about their shape. */
export const any = {} as const;

export const workspaceKey = keyString(26);
export const accountKey = keyString(200);
export const rowKey = keyString(600);

export type Migrations = {
  readonly [version: number]: (old: Record<string, unknown>) => Record<string, unknown>;
};

type Shape = Readonly<Record<string, object>>;

/**
 * `fields` beside `id`; every one of them is required, so that any may be indexed. `later`: fields that rows of older
 * archives do not have.
 */
export function collectionSchema<Row>(
  version: number,
  id: object,
  fields: Shape,
  indexes: readonly (readonly string[])[],
  later: Shape = {},
): RxJsonSchema<Row> {
  // RxDB's own type wants a literal of the row's keys, which a function cannot give it; the schema test reads the
  // rows back instead.
  return {
    version,
    primaryKey: 'id',
    type: 'object',
    properties: { id, ...fields, ...later },
    required: ['id', ...Object.keys(fields)],
    indexes: indexes.map((index) => [...index]),
  } as unknown as RxJsonSchema<Row>;
}
