import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Tables of the simulated networks whose ids are secrets: accesses, their renewals, the codes that lead to them. */
const secretTables: ReadonlySet<string> = new Set(['tokens', 'refreshes', 'codes']);

/**
 * Every access, renewal and code that the simulated networks ever gave out, also what Vigie held for a moment only and
 * no keychain knows: a login's own access before that of its page.
 *
 * @param folder where the networks keep what they know
 */
export async function issuedBy(folder: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.log')) continue;
    for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n')) {
      if (line === '') continue;
      const [table, id] = JSON.parse(line) as [string, string];
      if (secretTables.has(table) && id.length >= 16) found.add(id);
    }
  }
  return [...found];
}
