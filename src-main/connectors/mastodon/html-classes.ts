/** The class names of an element. */
export const classesIn = (attributes: ReadonlyMap<string, string>): ReadonlySet<string> =>
  new Set((attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== ''));
