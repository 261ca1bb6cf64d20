/** Draws ids that only ever grow. */
export interface Ids {
  /** An id of the kind that carries its moment of creation (statuses, accounts, media). */
  at(moment: number): string;
  /** An id from a plain sequence (notifications, conversations, scheduled statuses). */
  next(sequence: string): string;
  /** Tells that an id exists already, read back from disk. */
  seen(sequence: string | undefined, id: string): void;
}

/**
 * Creates the drawer. Snowflakes hold milliseconds shifted by 16 bits, sequences are short numbers that soon gain a
 * digit, so that whoever compares ids as text is caught. Servers with ULIDs use them for everything.
 */
export function createIds(kind: 'snowflake' | 'ulid', now: () => number): Ids {
  const used = new Map<number, number>();
  const sequences = new Map<string, number>();
  let last = 0;

  function at(moment: number): string {
    const ms = Math.max(0, Math.floor(moment));
    const serial = used.get(ms) ?? 0;
    used.set(ms, serial + 1);
    return kind === 'snowflake' ? String((BigInt(ms) << 16n) | BigInt(serial & 0xffff)) : ulid(ms, serial);
  }

  return {
    at,
    next(sequence) {
      if (kind === 'ulid') {
        last = Math.max(now(), last);
        return at(last);
      }
      const value = (sequences.get(sequence) ?? 90) + 1;
      sequences.set(sequence, value);
      return String(value);
    },
    seen(sequence, id) {
      if (sequence !== undefined && /^\d{1,15}$/.test(id))
        sequences.set(sequence, Math.max(sequences.get(sequence) ?? 0, Number(id)));
      if (kind === 'snowflake' && sequence === undefined && /^\d{16,20}$/.test(id)) {
        const value = BigInt(id);
        const ms = Number(value >> 16n);
        used.set(ms, Math.max(used.get(ms) ?? 0, Number(value & 0xffffn) + 1));
      }
      if (kind === 'ulid') {
        const ms = ulidTime(id);
        const serial = Number.parseInt(id.slice(-8), 10);
        used.set(ms, Math.max(used.get(ms) ?? 0, (Number.isNaN(serial) ? 0 : serial) + 1));
      }
    },
  };
}

/** Orders ids by age: a longer number is younger; equal lengths compare as text. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID whose random part is a counter: unique within this server, and growing. */
function ulid(ms: number, serial: number): string {
  let time = '';
  for (let rest = ms, index = 0; index < 10; index += 1) {
    time = (ALPHABET[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  return `${time}SMTR0000${String(serial).padStart(8, '0')}`;
}

function ulidTime(id: string): number {
  let ms = 0;
  for (const letter of id.slice(0, 10)) ms = ms * 32 + Math.max(0, ALPHABET.indexOf(letter));
  return ms;
}
