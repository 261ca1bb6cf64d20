import { child, children, list, stringValue, text } from './tree.mjs';

/** @typedef {import('./tree.mjs').Node} Node */

/**
 * Every name that a module uses without declaring or importing it, as written: `fetch`, `Date.now`, and `new Date()` or
 * `Date()` for a call without arguments. A name that is only declared (`declare const fetch`) is still free.
 *
 * @param {Node} program
 * @returns {{ name: string, start: number }[]}
 */
export function freeNames(program) {
  /** @type {{ name: string, start: number }[]} */
  const found = [];
  visit(program, []);
  return found;

  /**
   * @param {Node} node
   * @param {readonly ReadonlySet<string>[]} scopes
   */
  function visit(node, scopes) {
    if (isTypeOnly(node)) return;
    const declared = declaredBy(node);
    const inside = declared.size === 0 ? scopes : [...scopes, declared];
    const isFree = (/** @type {Node | undefined} */ one) =>
      one?.type === 'Identifier' && !inside.some((scope) => scope.has(text(one, 'name') ?? ''));

    if (node.type === 'Identifier' && isFree(node))
      found.push({ name: text(node, 'name') ?? '', start: node.start });
    if (node.type === 'MemberExpression' && isFree(child(node, 'object'))) {
      const property = child(node, 'property');
      const name = node['computed'] ? stringValue(property) : text(property, 'name');
      if (name) found.push({ name: `${text(child(node, 'object'), 'name')}.${name}`, start: node.start });
    }
    if (node.type === 'NewExpression' || node.type === 'CallExpression') {
      const callee = child(node, 'callee');
      if (isFree(callee) && list(node, 'arguments').length === 0)
        found.push({
          name: `${node.type === 'NewExpression' ? 'new ' : ''}${text(callee, 'name')}()`,
          start: node.start,
        });
    }
    for (const [field, below] of children(node)) if (!isLabelOrKey(node, field)) visit(below, inside);
  }
}

/** Nodes named TS… that nevertheless hold code that runs. */
const runningTypeScript = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSParameterProperty',
]);

/** @param {Node} node */
function isTypeOnly(node) {
  return (node.type.startsWith('TS') && !runningTypeScript.has(node.type)) || node['declare'] === true;
}

/**
 * Identifiers that name a property, a label or an export, and stand for no variable.
 *
 * @param {Node} parent
 * @param {string} field
 */
function isLabelOrKey(parent, field) {
  switch (parent.type) {
    case 'MemberExpression':
      return field === 'property' && parent['computed'] !== true;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return field === 'key' && parent['computed'] !== true;
    case 'TSEnumMember':
      return field === 'id';
    case 'ExportSpecifier':
      return field === 'exported';
    case 'ExportNamedDeclaration':
      return field === 'specifiers' && parent['source'] !== null;
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'MetaProperty':
      return true;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return field === 'label';
    default:
      return false;
  }
}

/**
 * Names that are known inside a node because of it.
 *
 * @param {Node} node
 * @returns {ReadonlySet<string>}
 */
function declaredBy(node) {
  /** @type {Set<string>} */
  const names = new Set();
  const bind = (/** @type {Node | undefined} */ pattern) => addPattern(pattern, names);
  switch (node.type) {
    case 'Program':
      addStatements(list(node, 'body'), names);
      addHoisted(node, names);
      break;
    case 'BlockStatement':
    case 'StaticBlock':
    case 'TSModuleBlock':
      addStatements(list(node, 'body'), names);
      break;
    case 'SwitchStatement':
      for (const branch of list(node, 'cases')) addStatements(list(branch, 'consequent'), names);
      break;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      bind(child(node, 'id'));
      for (const parameter of list(node, 'params')) bind(parameter);
      if (node.type !== 'ArrowFunctionExpression') names.add('arguments');
      const body = child(node, 'body');
      if (body) addHoisted(body, names);
      break;
    }
    case 'ClassExpression':
    case 'ClassDeclaration':
      bind(child(node, 'id'));
      break;
    case 'CatchClause':
      bind(child(node, 'param'));
      break;
    case 'ForStatement':
      addStatements([child(node, 'init')], names);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      addStatements([child(node, 'left')], names);
      break;
  }
  return names;
}

/**
 * What statements declare in their block.
 *
 * @param {readonly (Node | undefined)[]} statements
 * @param {Set<string>} names
 */
function addStatements(statements, names) {
  for (const statement of statements) {
    if (statement === undefined || statement['declare'] === true) continue;
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of list(statement, 'specifiers')) addPattern(child(specifier, 'local'), names);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        addStatements([child(statement, 'declaration')], names);
        break;
      case 'VariableDeclaration':
        for (const declarator of list(statement, 'declarations')) addPattern(child(declarator, 'id'), names);
        break;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
      case 'TSImportEqualsDeclaration':
        addPattern(child(statement, 'id'), names);
        break;
    }
  }
}

/**
 * `var` declarations below a node, which belong to the function around them.
 *
 * @param {Node} node
 * @param {Set<string>} names
 */
function addHoisted(node, names) {
  for (const [, below] of children(node)) {
    if (/Function|^Class|^TS/.test(below.type)) continue;
    if (below.type === 'VariableDeclaration' && below['kind'] === 'var') addStatements([below], names);
    addHoisted(below, names);
  }
}

/**
 * @param {Node | undefined} pattern
 * @param {Set<string>} names
 */
function addPattern(pattern, names) {
  if (pattern === undefined) return;
  switch (pattern.type) {
    case 'Identifier':
      names.add(text(pattern, 'name') ?? '');
      break;
    case 'ObjectPattern':
      for (const property of list(pattern, 'properties'))
        addPattern(child(property, property.type === 'RestElement' ? 'argument' : 'value'), names);
      break;
    case 'ArrayPattern':
      for (const element of list(pattern, 'elements')) addPattern(element, names);
      break;
    case 'AssignmentPattern':
      addPattern(child(pattern, 'left'), names);
      break;
    case 'RestElement':
      addPattern(child(pattern, 'argument'), names);
      break;
    case 'TSParameterProperty':
      addPattern(child(pattern, 'parameter'), names);
      break;
  }
}
