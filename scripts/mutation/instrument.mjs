import { createHash } from 'node:crypto';
import { parseSync, visitorKeys } from 'oxc-parser';
import { editsOf } from './operators.mjs';

/**
 * @typedef {import('./operators.mjs').Node} Node
 * @typedef {import('./operators.mjs').Edit} Edit
 *
 * @typedef {object} Mutant
 * @property {number} index in its file, in the order of the source
 * @property {Edit} edit
 * @property {number} at the index of the first mutant of the same place: a test that runs the place covers them all
 * @property {number} line
 * @property {string} print the same as long as the declaration that it is in is the same
 *
 * @typedef {object} Spot a piece of syntax that can be replaced by a choice between itself and its mutants
 * @property {Node} node
 * @property {Edit[]} edits
 */

const typed = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
]);

/**
 * Every mutant of a file, in a fixed order.
 *
 * @param {string} file
 * @param {string} source
 * @returns {readonly Mutant[]}
 */
export function mutantsOf(file, source) {
  let index = 0;
  const { spots, declarations } = spotsOf(file, source);
  return spots.flatMap(({ edits }) => {
    const at = index;
    return edits.map((edit) => ({
      index: index++,
      edit,
      at,
      line: source.slice(0, edit.start).split('\n').length,
      print: printOf(edit, declarations, source),
    }));
  });
}

/**
 * @param {Edit} edit
 * @param {readonly Node[]} declarations
 * @param {string} source
 */
function printOf({ operator, start, end, text }, declarations, source) {
  const around = declarations.find((one) => one.start <= start && end <= one.end);
  if (!around) throw new Error(`nothing is around ${start}`);
  const where = `${operator} ${start - around.start} ${end - around.start} ${text}`;
  return createHash('sha256')
    .update(`${where} ${source.slice(around.start, around.end)}`)
    .digest('hex')
    .slice(0, 20);
}

/**
 * The file with all its mutants in it; `__mutation.active` says which one lives.
 *
 * @param {string} file
 * @param {string} source
 * @param {number} first the number of its first mutant
 * @returns {string}
 */
export function withMutants(file, source, first) {
  const { spots } = spotsOf(file, source);
  let number = first;
  const numbered = spots.map((spot) => {
    const start = number;
    number += spot.edits.length;
    return { ...spot, first: start };
  });
  let next = 0;
  return render(0, source.length);

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string}
   */
  function render(start, end) {
    let text = '';
    let from = start;
    for (;;) {
      const spot = numbered[next];
      if (!spot || spot.node.start >= end) return text + source.slice(from, end);
      next += 1;
      text += source.slice(from, spot.node.start);
      text += chosen(spot, render(spot.node.start, spot.node.end));
      from = spot.node.end;
    }
  }

  /**
   * @param {Spot & { first: number }} spot
   * @param {string} original
   */
  function chosen({ node, edits, first: mine }, original) {
    if (node.type === 'BlockStatement') return `{if(__mutation.at(${mine})!==${mine})${original}}`;
    if (node.type === 'Consequent') return `if(__mutation.at(${mine})!==${mine}){${original}}`;
    const choices = edits.map(
      (edit, n) =>
        `__mutation.active===${mine + n}?(${source.slice(node.start, edit.start)}${edit.text}${source.slice(edit.end, node.end)}):`,
    );
    return `(__mutation.at(${mine}),${choices.join('')}(${original}))`;
  }
}

/**
 * @param {string} file
 * @param {string} source
 * @returns {{ spots: readonly Spot[], declarations: readonly Node[] }} outer spots before inner ones
 */
function spotsOf(file, source) {
  const { program, errors } = parseSync(file, source, { preserveParens: false });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  /** @type {Spot[]} */
  const spots = [];
  visit(/** @type {Node} */ (/** @type {unknown} */ (program)), undefined, '', undefined, false);
  return {
    spots: spots
      .filter(({ edits }) => edits.length > 0)
      .sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end),
    declarations: program.body,
  };

  /**
   * @param {Node} node
   * @param {Node | undefined} parent
   * @param {string} key
   * @param {Spot | undefined} around the innermost piece around that can be replaced
   * @param {boolean} inChain between a `?.` and the end of its chain nothing can be cut out
   */
  function visit(node, parent, key, around, inChain) {
    if (node.type.startsWith('TS')) {
      if (typed.has(node.type)) {
        const spot = replaceable(node, parent, key, inChain) ? { node, edits: [] } : around;
        if (spot && spot !== around) spots.push(spot);
        visit(node.expression, node, 'expression', spot, inChain);
      }
      return;
    }
    const own = replaceable(node, parent, key, inChain);
    /** @type {Spot | undefined} */
    const spot = own ? { node, edits: [] } : around;
    if (spot && own) spots.push(spot);
    if (node.type === 'BlockStatement') {
      if (own) spot?.edits.push({ operator: 'BlockStatement', start: node.start, end: node.end, text: '{}' });
    } else {
      spot?.edits.push(...editsOf({ node, parent, key }, source));
    }
    if (node.type === 'SwitchCase' && node.consequent.length > 0) spots.push(consequentOf(node));
    // A block holds statements: nothing in it is cut out together with it.
    const inner = node.type === 'BlockStatement' ? undefined : spot;
    for (const child of visitorKeys[node.type] ?? []) {
      const value = node[child];
      const chained =
        node.type === 'ChainExpression' ||
        (inChain &&
          (child === 'object' || child === 'callee') &&
          (node.type === 'MemberExpression' || node.type === 'CallExpression'));
      for (const one of Array.isArray(value) ? value : [value])
        if (one && typeof one.type === 'string') visit(one, node, child, inner, chained);
    }
  }
}

/**
 * What a case does, as one piece: without it the case falls through to the next.
 *
 * @param {Node} switchCase
 * @returns {Spot}
 */
function consequentOf({ consequent }) {
  const { start } = consequent[0];
  const { end } = consequent.at(-1);
  return {
    node: { type: 'Consequent', start, end },
    edits: [{ operator: 'ConditionalExpression', start, end, text: '' }],
  };
}

const expressions = /^(.*Expression|Literal|TemplateLiteral)$/;

/**
 * @param {Node} node
 * @param {Node | undefined} parent
 * @param {string} key
 * @param {boolean} inChain
 */
function replaceable(node, parent, key, inChain) {
  if (node.type === 'BlockStatement')
    return node.body.length > 0 && !(parent?.type === 'FunctionExpression' && callsSuper(node));
  if (!expressions.test(node.type) || inChain || parent === undefined) return false;
  if (node.type === 'FunctionExpression' && (parent.method || parent.kind !== undefined)) return false;
  if (key === 'key') return parent.computed === true;
  if (key === 'property' && parent.type === 'MemberExpression') return parent.computed === true;
  if (key === 'callee' || key === 'tag') return false;
  if (key === 'quasi' || key === 'quasis') return false;
  if (key === 'left' && /^(Assignment|For)/.test(parent.type)) return false;
  if (parent.type === 'UpdateExpression') return false;
  if (parent.type === 'UnaryExpression' && parent.operator === 'delete') return false;
  if (parent.type === 'ExpressionStatement' && 'directive' in parent && parent.directive) return false;
  return !/^(Import|Export(All|Named))/.test(parent.type);
}

/** @param {Node} block */
function callsSuper(block) {
  return block.body.some(
    (/** @type {Node} */ { type, expression }) =>
      type === 'ExpressionStatement' &&
      expression.type === 'CallExpression' &&
      expression.callee.type === 'Super',
  );
}
