/** How the JSON of an answer differs from what the network promises, wherever in it. */
export type Alteration =
  /** Every object has members that nobody has heard of. */
  | { readonly tag: 'unknown-fields' }
  /** No object has this member. */
  | { readonly tag: 'missing-field'; readonly name: string }
  /** What was a number is a text. */
  | { readonly tag: 'numbers-as-text' };

/** The same answer in the changed shape. */
export function altered(value: unknown, change: Alteration): unknown {
  if (Array.isArray(value)) return value.map((one) => altered(one, change));
  if (typeof value === 'number') return change.tag === 'numbers-as-text' ? String(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([name]) => change.tag !== 'missing-field' || name !== change.name)
    .map(([name, member]: readonly [string, unknown]) => [name, altered(member, change)]);
  return Object.fromEntries(
    change.tag === 'unknown-fields' ? [...unheardOf, ...members] : members,
  ) as unknown;
}

const unheardOf: readonly (readonly [string, unknown])[] = [
  ['x_new_member', { nested: [1, 'two', null] }],
  ['x_new_flag', true],
];
