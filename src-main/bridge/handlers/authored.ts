import * as v from 'valibot';
import { authoredRowSchema, type authored as contract } from '../../../src-shared/bridge/authored.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Journal } from '../../journal/journal.ts';

const table = 'row/';
const pageRows = 200;

/** `copy`: a journal of its own, apart from the engine's. */
export function authoredHandlers(copy: Journal): Handlers<typeof contract> {
  return {
    keep: ({ rows }) =>
      copy.write(
        rows.map((one) => {
          const key = `${table}${one.collection}/${one.id}`;
          return one.row === null ? { tag: 'del', key } : { tag: 'put', key, value: one };
        }),
      ),
    restore: async ({ after }) => {
      const found = await copy.range(after === null ? table : `${after}\u0000`, `${table}~`, pageRows);
      const rows = found.flatMap(({ value }) => {
        const parsed = v.safeParse(authoredRowSchema, value);
        return parsed.success ? [parsed.output] : [];
      });
      const last = found.at(-1);
      return ok({ rows, next: last && found.length === pageRows ? last.key : null });
    },
  };
}
