import fs from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../../src-simulator/core/random.ts';
import type { Damage } from './plan.ts';

/**
 * Does to the engine's journal, while no process has it open, what a failing disk does. Answers whether bytes that had
 * been promised were changed.
 */
export function damageJournal(folder: string, { how, what, seed }: Damage): boolean {
  const random = createRandom(seed);
  const journal = path.join(folder, 'journal');
  if (!fs.existsSync(journal)) return false;
  if (what === 'journal') {
    fs.rmSync(how === 'gone' ? journal : path.join(journal, 'rows'), { recursive: true, force: true });
    return true;
  }
  const rows = path.join(journal, 'rows');
  const files =
    what === 'mark'
      ? [path.join(journal, 'mark')]
      : fs.existsSync(rows)
        ? fs
            .readdirSync(rows)
            .filter((name) => /\.(log|ldb)$|^MANIFEST|^CURRENT$/.test(name))
            .sort()
            .map((name) => path.join(rows, name))
        : [];
  const file = random.pick(files.filter((one) => fs.existsSync(one) && fs.statSync(one).size > 0));
  if (file === undefined) return false;
  if (how === 'gone') {
    fs.rmSync(file);
    return true;
  }
  const bytes = fs.readFileSync(file);
  if (how === 'tear') {
    fs.writeFileSync(file, bytes.subarray(0, random.between(0, bytes.length - 1)));
    return true;
  }
  for (let n = random.between(1, 3); n > 0; n -= 1) {
    const at = random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
  }
  fs.writeFileSync(file, bytes);
  return true;
}
