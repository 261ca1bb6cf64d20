/**
 * What may be changed in a piece of syntax, by the names and rules of StrykerJS. Left out are its regular expressions, and
 * strings and templates that are the words of an error.
 *
 * @typedef {object} Edit
 * @property {string} operator
 * @property {number} start
 * @property {number} end
 * @property {string} text what stands there instead
 *
 * @typedef {{ type: string, start: number, end: number, [key: string]: any }} Node
 * @typedef {{ node: Node, parent: Node | undefined, key: string }} Place
 */

/** @type {Record<string, readonly string[]>} */
const equality = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
};
/** @type {Record<string, string>} */
const arithmetic = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' };
/** @type {Record<string, string>} */
const logical = { '&&': '||', '||': '&&', '??': '&&' };
/** @type {Record<string, string>} */
const assignment = {
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '%=': '*=',
  '&&=': '||=',
  '||=': '&&=',
  '??=': '&&=',
};
/** Methods that are taken away (null) or exchanged, in both directions. */
const methods = new Map([
  ...['charAt', 'filter', 'reverse', 'toReversed', 'slice', 'sort', 'toSorted', 'substring', 'trim'].map(
    (name) => /** @type {[string, string | null]} */ ([name, null]),
  ),
  ...[
    ['endsWith', 'startsWith'],
    ['every', 'some'],
    ['toLowerCase', 'toUpperCase'],
    ['toLocaleLowerCase', 'toLocaleUpperCase'],
    ['trimEnd', 'trimStart'],
    ['min', 'max'],
  ].flatMap(
    ([one = '', other = '']) =>
      /** @type {[string, string | null][]} */ ([
        [one, other],
        [other, one],
      ]),
  ),
]);

/**
 * @param {Place} place
 * @param {string} source
 * @returns {readonly Edit[]}
 */
export function editsOf({ node, parent, key }, source) {
  const textOf = (/** @type {Node} */ { start, end }) => source.slice(start, end);
  const whole = (/** @type {string} */ operator, /** @type {string} */ text) => ({
    operator,
    start: node.start,
    end: node.end,
    text,
  });
  const between = (/** @type {string} */ sign) => `((${textOf(node.left)}) ${sign} (${textOf(node.right)}))`;
  const conditions = conditionsOf(node, parent, key).map((text) => whole('ConditionalExpression', text));
  switch (node.type) {
    case 'BinaryExpression':
      return [
        ...conditions,
        ...(equality[node.operator] ?? []).map((sign) => whole('EqualityOperator', between(sign))),
        ...(arithmetic[node.operator] && !joinsText(node)
          ? [whole('ArithmeticOperator', between(arithmetic[node.operator] ?? ''))]
          : []),
      ];
    case 'LogicalExpression':
      return [...conditions, whole('LogicalOperator', between(logical[node.operator] ?? ''))];
    case 'UnaryExpression':
      if (node.operator === '!')
        return [...conditions, whole('BooleanLiteral', `(${textOf(node.argument)})`)];
      if (node.operator === '-' || node.operator === '+')
        return [whole('UnaryOperator', `(${node.operator === '-' ? '+' : '-'}(${textOf(node.argument)}))`)];
      return conditions;
    case 'UpdateExpression': {
      const sign = node.operator === '++' ? '--' : '++';
      return [
        whole(
          'UpdateOperator',
          node.prefix ? `${sign}${textOf(node.argument)}` : `${textOf(node.argument)}${sign}`,
        ),
      ];
    }
    case 'AssignmentExpression': {
      const sign = assignment[node.operator];
      if (sign === undefined || isText(node.right)) return [];
      return [whole('AssignmentOperator', `${textOf(node.left)} ${sign} (${textOf(node.right)})`)];
    }
    case 'Literal':
      if (typeof node.value === 'boolean') return [whole('BooleanLiteral', String(!node.value))];
      if (typeof node.value === 'string' && !isMessage(parent, key))
        return [whole('StringLiteral', node.value === '' ? "'Stryker was here!'" : "''")];
      return [];
    case 'TemplateLiteral':
      if (isMessage(parent, key)) return [];
      return [whole('StringLiteral', node.end - node.start === 2 ? "'Stryker was here!'" : "''")];
    case 'ArrayExpression':
      return [whole('ArrayDeclaration', node.elements.length > 0 ? '[]' : "['Stryker was here']")];
    case 'ObjectExpression':
      return node.properties.length > 0 ? [whole('ObjectLiteral', '({})')] : [];
    case 'ArrowFunctionExpression':
      return node.body.type === 'BlockStatement' || textOf(node.body) === 'undefined'
        ? conditions
        : [whole('ArrowFunction', '(() => undefined)')];
    case 'CallExpression':
      return [...conditions, ...optionalEdits(node, node.callee, source), ...methodEdits(node, source)];
    case 'MemberExpression':
      return [...conditions, ...optionalEdits(node, node.object, source)];
    default:
      return conditions;
  }
}

/**
 * @param {Node} node
 * @param {Node | undefined} parent
 * @param {string} key
 * @returns {readonly string[]}
 */
function conditionsOf(node, parent, key) {
  if (key === 'test' && ['ForStatement', 'WhileStatement', 'DoWhileStatement'].includes(parent?.type ?? ''))
    return ['false'];
  if (key === 'test' && parent?.type === 'IfStatement') return ['true', 'false'];
  const isBoolean =
    (node.type === 'LogicalExpression' && node.operator !== '??') ||
    (node.type === 'BinaryExpression' && node.operator in equality);
  if (!isBoolean) return [];
  // The other one is the same as the whole being true or false.
  if (parent?.type === 'LogicalExpression' && parent.operator === '||') return ['false'];
  if (parent?.type === 'LogicalExpression' && parent.operator === '&&') return ['true'];
  return ['true', 'false'];
}

/**
 * @param {Node} node
 * @param {Node} before what stands before a `?.`
 * @param {string} source
 * @returns {readonly Edit[]}
 */
function optionalEdits(node, before, source) {
  if (node.optional !== true) return [];
  const start = source.indexOf('?.', before.end);
  const text = node.type === 'MemberExpression' && !node.computed ? '.' : '';
  return [{ operator: 'OptionalChaining', start, end: start + 2, text }];
}

/**
 * @param {Node} node
 * @param {string} source
 * @returns {readonly Edit[]}
 */
function methodEdits({ callee, start, end }, source) {
  if (callee.type !== 'MemberExpression' || callee.computed) return [];
  const instead = methods.get(callee.property.name);
  if (instead === undefined) return [];
  if (instead === null)
    return [
      {
        operator: 'MethodExpression',
        start,
        end,
        text: `(${source.slice(callee.object.start, callee.object.end)})`,
      },
    ];
  return [
    { operator: 'MethodExpression', start: callee.property.start, end: callee.property.end, text: instead },
  ];
}

/** @param {Node} node */
function joinsText({ left, right }) {
  return isText(right) || isText(left.type === 'BinaryExpression' ? left.right : left);
}

/** @param {Node} node */
function isText(node) {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

/**
 * Names of modules and keys are no values; the words of an error are for developers.
 *
 * @param {Node | undefined} parent
 * @param {string} key
 */
function isMessage(parent, key) {
  if (parent === undefined) return true;
  if (parent.type === 'NewExpression') return String(parent.callee.name).endsWith('Error');
  if (parent.type === 'ExpressionStatement' || parent.type === 'ImportExpression') return true;
  if (parent.type === 'Property' || parent.type === 'PropertyDefinition')
    return key === 'key' && !parent.computed;
  return /^(Import|Export(All|Named))/.test(parent.type);
}
