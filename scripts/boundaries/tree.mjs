/**
 * @typedef {{ type: string, start: number, end: number, [field: string]: unknown }} Node an ESTree or TS-ESTree node
 */

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
export function isNode(value) {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/**
 * A field that holds one node.
 *
 * @param {Node} node
 * @param {string} field
 * @returns {Node | undefined}
 */
export function child(node, field) {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/**
 * A field that holds a list of nodes; holes (of array patterns) are left out.
 *
 * @param {Node | undefined} node
 * @param {string} field
 * @returns {Node[]}
 */
export function list(node, field) {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/**
 * @param {Node | undefined} node
 * @param {string} field
 * @returns {string | undefined}
 */
export function text(node, field) {
  const value = node?.[field];
  return typeof value === 'string' ? value : undefined;
}

/**
 * @param {Node} node
 * @returns {[field: string, child: Node][]} every node right below this one
 */
export function children(node) {
  /** @type {[string, Node][]} */
  const found = [];
  for (const [field, value] of Object.entries(node)) {
    if (isNode(value)) found.push([field, value]);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push([field, item]);
  }
  return found;
}

/**
 * Visits a node and everything below it.
 *
 * @param {Node} node
 * @param {(node: Node, parent: Node | undefined, field: string) => void} visit
 * @param {Node} [parent]
 * @param {string} [field]
 */
export function walk(node, visit, parent, field = '') {
  visit(node, parent, field);
  for (const [name, below] of children(node)) walk(below, visit, node, name);
}

/**
 * The value of a string literal or of a template without holes.
 *
 * @param {Node | undefined} node
 * @returns {string | undefined}
 */
export function stringValue(node) {
  if (node?.type === 'Literal') return text(node, 'value');
  if (node?.type !== 'TemplateLiteral' || list(node, 'expressions').length > 0) return undefined;
  const quasi = list(node, 'quasis')[0]?.['value'];
  return typeof quasi === 'object' && quasi !== null && 'cooked' in quasi ? String(quasi.cooked) : undefined;
}
