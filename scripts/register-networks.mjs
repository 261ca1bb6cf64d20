#!/usr/bin/env node
/**
 * Writes what is the same for every network from the one list in `src-shared/networks/registry.ts`: the imports of
 * connectors, simulators, previews and words. Each of the three programs needs its own, and what a network is called
 * where is a convention, not a decision.
 *   npm run networks                       writes the files
 *   node scripts/register-networks.mjs --check [root]
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parseSync } from 'oxc-parser';
import { registeredNetworks } from './boundaries/network-names.mjs';
import { networkNames } from './boundaries/rules.mjs';
import { root as repository } from './setup/places.mjs';

const told = `// Written by scripts/register-networks.mjs from ${networkNames.registry}: run \`npm run networks\`.`;
const capital = (/** @type {string} */ id) => id.slice(0, 1).toUpperCase() + id.slice(1);

/**
 * The files as they must be, by path from the root.
 *
 * @param {string} root
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
export async function registrations(root) {
  const registry = fs.readFileSync(path.join(root, networkNames.registry), 'utf8');
  const { program } = parseSync(networkNames.registry, registry);
  const ids = registeredNetworks(
    /** @type {import('./boundaries/tree.mjs').Node} */ (/** @type {unknown} */ (program)),
  );
  if (ids === undefined) throw new Error(`${networkNames.registry} exports no list networkIds`);
  const having = (/** @type {(id: string) => string} */ file) =>
    ids.filter((id) => fs.existsSync(path.join(root, file(id))));
  const simulated = having((id) => `src-simulator/${id}/sim.ts`);
  const imports = (
    /** @type {readonly string[]} */ of,
    /** @type {(id: string) => string} */ name,
    /** @type {(id: string) => string} */ from,
  ) =>
    [...of]
      .sort()
      .map((id) => `import { ${name(id)} } from '${from(id)}';`)
      .join('\n');
  const entries = (/** @type {readonly string[]} */ of, /** @type {(id: string) => string} */ value) =>
    of.map((id) => (value(id) === id ? `${id},` : `${id}: ${value(id)},`)).join('\n');
  const words = (/** @type {string} */ language) => {
    const speaking = having((id) => `src-renderer/text/${language}/networks/${id}.ts`);
    const spread = (/** @type {string} */ part) => speaking.map((id) => `...${id}Words.${part},`).join('\n');
    return `${told}
${imports(
  speaking,
  (id) => `${id}Words`,
  (id) => `./networks/${id}.ts`,
)}

/** Words that belong to one network each. */
export const networkWords = {
${spread('networks')}
};
/** Names of their own options of a post. */
export const networkOptionWords = {
${spread('composer')}
};
`;
  };
  const files = {
    'src-main/connectors/registered.ts': `${told}
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { Connector } from './contract.ts';
${imports(
  ids,
  (id) => `${id}Connector`,
  (id) => `./${id}/connector.ts`,
)}

/** Every network's connector. A network that is in the registry and not here is a compile error. */
export const connectors = {
${entries(ids, (id) => `${id}Connector`)}
} as const satisfies Readonly<Record<NetworkId, Connector>>;
`,
    'src-simulator/registered.ts': `${told}
import type { CreateSim } from './core/sim.ts';
${imports(
  simulated,
  (id) => `create${capital(id)}Sim`,
  (id) => `./${id}/sim.ts`,
)}

/** The simulated networks, by network id. */
export const simulators: Readonly<Record<string, CreateSim>> = {
${entries(simulated, (id) => `create${capital(id)}Sim`)}
};
`,
    'src-renderer/previews/registered.ts': `${told}
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { NetworkLook } from './network-look.ts';
${imports(
  ids,
  (id) => id,
  (id) => `./${id}.tsx`,
)}

/** How each network presents itself. One that is in the registry and not here is a compile error. */
export const looks: Readonly<Record<NetworkId, NetworkLook>> = {
${entries(ids, (id) => id)}
};
`,
    'src-renderer/text/fr/registered.ts': words('fr'),
    'src-renderer/text/en/registered.ts': words('en'),
  };
  const style = await resolveConfig(path.join(repository, 'package.json'));
  /** @type {Map<string, string>} */
  const written = new Map();
  for (const [file, text] of Object.entries(files))
    written.set(file, await format(text, { ...style, parser: 'typescript' }));
  return written;
}

/**
 * Writes the files that are not as they must be, and answers their paths.
 *
 * @param {string} root
 * @param {{ readonly isCheck?: boolean }} [options] `isCheck`: writes nothing
 */
export async function registerNetworks(root, { isCheck = false } = {}) {
  const stale = [];
  for (const [file, text] of await registrations(root)) {
    const place = path.join(root, file);
    if (fs.existsSync(place) && fs.readFileSync(place, 'utf8') === text) continue;
    stale.push(file);
    if (!isCheck) fs.writeFileSync(place, text);
  }
  return stale;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes('--check');
  const given = process.argv.slice(2).find((word) => !word.startsWith('--'));
  const stale = await registerNetworks(path.resolve(given ?? repository), { isCheck });
  for (const file of stale) console.log(`${file} ${isCheck ? 'is not what the registry says' : 'written'}`);
  process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
}
