import { builtinModules } from 'node:module';

const builtins = new Set(builtinModules);

/**
 * The package that a specifier belongs to, without its subpath; Node's own modules always with their prefix.
 *
 * @param {string} specifier neither relative nor absolute
 */
export function packageOf(specifier) {
  const [first = '', second = ''] = specifier.replace(/^node:/, '').split('/');
  if (specifier.startsWith('node:') || builtins.has(first)) return `node:${first}`;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/**
 * @param {readonly string[]} patterns names, with a `*` at the end where it stands for anything
 * @param {string} name
 */
export function isListed(patterns, name) {
  return patterns.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));
}
