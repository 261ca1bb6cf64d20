type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/**
 * Deeply readonly view of parsed data: rows travel between layers and nobody edits them in place. Branded strings
 * are objects to the type system, so primitives are let through first.
 */
export type Frozen<T> = T extends Primitive
  ? T
  : T extends (infer U)[]
    ? readonly Frozen<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T;
