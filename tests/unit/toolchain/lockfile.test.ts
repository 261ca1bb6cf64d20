import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { missingOptionals } from '../../../scripts/complete-lockfile.mjs';

const root = path.resolve(import.meta.dirname, '../../..');

it('the lockfile names the packages of every platform, or npm ci refuses it: npm run lockfile', () => {
  const lockfile = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  expect(missingOptionals(lockfile).map(({ name }) => name)).toEqual([]);
});

it('finds what a package lists as optional and nothing provides', () => {
  const found = missingOptionals({
    packages: {
      '': {},
      'node_modules/tool': {
        version: '1.0.0',
        optionalDependencies: { here: '1.0.0', above: '1.0.0', gone: '1.0.0' },
      },
      'node_modules/tool/node_modules/here': { version: '1.0.0' },
      'node_modules/above': { version: '1.0.0' },
    },
  });
  expect(found.map(({ where, version }) => `${where}@${version}`)).toEqual(['node_modules/gone@1.0.0']);
});
