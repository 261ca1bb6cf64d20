/** Ends an exhaustive switch: a forgotten case is a compile error, and a bug if it is ever reached. */
export function exhaustive(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
