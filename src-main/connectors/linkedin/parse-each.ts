import * as v from 'valibot';

/** Reads the elements of a list one by one: what cannot be read is left out as it came, the others are kept. */
export function parseEach<T>(
  schema: v.GenericSchema<unknown, T>,
  values: readonly unknown[],
): { readonly items: readonly T[]; readonly skipped: readonly unknown[] } {
  const items: T[] = [];
  const skipped: unknown[] = [];
  for (const one of values) {
    const parsed = v.safeParse(schema, one);
    if (parsed.success) items.push(parsed.output);
    else skipped.push(one);
  }
  return { items, skipped };
}
