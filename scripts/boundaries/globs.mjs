/**
 * Turns a glob of rules.mjs into a test that also gives what `<own>` and each `*` stood for.
 *
 * @param {string} glob
 * @returns {(path: string) => { own: string | undefined } | undefined}
 */
function compile(glob) {
  const source = glob.replaceAll(/<own>|\*\*|\*|\{[^}]*\}|[.+?^$()|[\]\\]/g, (token) => {
    if (token === '<own>') return '(?<own>[^/]+)';
    if (token === '**') return '.+';
    if (token === '*') return '[^/]*';
    if (token.startsWith('{')) return `(?:${token.slice(1, -1).split(',').join('|')})`;
    return `\\${token}`;
  });
  const pattern = new RegExp(`^${source}$`);
  return (path) => {
    const match = pattern.exec(path);
    return match === null ? undefined : { own: match.groups?.['own'] };
  };
}

/** @type {Map<string, ReturnType<typeof compile>>} */
const compiled = new Map();

/**
 * @param {string} glob
 * @param {string} path with forward slashes
 * @returns {{ own: string | undefined } | undefined} undefined: it does not fit
 */
export function fit(glob, path) {
  let test = compiled.get(glob);
  if (test === undefined) {
    test = compile(glob);
    compiled.set(glob, test);
  }
  return test(path);
}

/**
 * Whether a path fits one glob and none of those that begin with `!`.
 *
 * @param {readonly string[]} globs
 * @param {string} path
 * @param {string} [own] what `<own>` has to be
 */
export function fitsAny(globs, path, own) {
  const fits = (/** @type {string} */ glob) => {
    const found = fit(glob, path);
    return found !== undefined && (own === undefined || found.own === undefined || found.own === own);
  };
  const excluded = globs.filter((glob) => glob.startsWith('!')).some((glob) => fits(glob.slice(1)));
  return !excluded && globs.filter((glob) => !glob.startsWith('!')).some(fits);
}
