import { readRecords } from './log-file.ts';
import { readSlice, readVarint } from './varint.ts';

/**
 * The tables that a manifest of LevelDB counts on: their numbers and sizes. Null: it does not say what a manifest
 * says.
 */
export function readManifest(file: Buffer): ReadonlyMap<number, number> | null {
  const live = new Map<number, number>();
  const records = readRecords(file);
  if (records.length === 0) return null;
  for (const record of records) if (!apply(live, record)) return null;
  return live;
}

/** One edit: fields behind their tags. Answers whether it could be read. */
function apply(live: Map<number, number>, edit: Buffer): boolean {
  for (let at = 0; at < edit.length;) {
    const tag = readVarint(edit, at);
    if (tag === null) return false;
    at = tag.end;
    const number = (): number | null => {
      const read = readVarint(edit, at);
      if (read === null) return null;
      at = read.end;
      return read.value;
    };
    const skip = (): boolean => {
      const read = readSlice(edit, at);
      if (read === null) return false;
      at = read.end;
      return true;
    };
    switch (tag.value) {
      // The comparator's name.
      case 1:
        if (!skip()) return false;
        break;
      // The numbers of the logs, the next file, the last sequence.
      case 2:
      case 3:
      case 4:
      case 9:
        if (number() === null) return false;
        break;
      // Where compaction is: a level and a key.
      case 5:
        if (number() === null || !skip()) return false;
        break;
      case 6: {
        const [level, name] = [number(), number()];
        if (level === null || name === null) return false;
        live.delete(name);
        break;
      }
      case 7: {
        const [level, name, size] = [number(), number(), number()];
        if (level === null || name === null || size === null || !skip() || !skip()) return false;
        live.set(name, size);
        break;
      }
      default:
        return false;
    }
  }
  return true;
}
