import * as v from 'valibot';
import { freezeSchema, type Freeze } from '../../../src-shared/domain/freeze.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Clock } from '../clock.ts';

/** Every press of the red button, in both journals: losing one of them must not let anything go. */
export interface FreezeBook {
  /** Oldest first. */
  all(): readonly Freeze[];
  active(): readonly Freeze[];
  /**
   * In force as soon as it is called, on disk when it resolves with true. False: the disk refuses; it holds while
   * the process lives, and is written again by itself.
   */
  put(freeze: Freeze): Promise<boolean>;
  /** Whether everything is on disk. */
  kept(): boolean;
  stop(): void;
}

const table = 'freeze/';
const limit = 10_000;
const writeAgainMs = 5_000;

export async function createFreezeBook(deps: {
  readonly journal: Journal;
  /** The second journal, which is set aside apart from the first. */
  readonly copy: Journal;
  readonly clock: Clock;
  readonly changed: () => void;
}): Promise<FreezeBook> {
  const { journal, copy, clock } = deps;
  const freezes = new Map<string, Freeze>();
  for (const from of [journal, copy])
    for (const { value } of await from.range(table, `${table}~`, limit)) {
      const parsed = v.safeParse(freezeSchema, value);
      if (!parsed.success) continue;
      // The end is written to the first journal before the second: whichever knows of it is the later one.
      const known = freezes.get(parsed.output.id);
      if (known === undefined || known.ended === null) freezes.set(parsed.output.id, parsed.output);
    }

  const owed = new Set<string>();
  let cancel: () => void = () => undefined;

  const write = async (): Promise<boolean> => {
    cancel();
    for (const id of owed) {
      const freeze = freezes.get(id);
      if (freeze === undefined) continue;
      const put = [{ tag: 'put', key: table + id, value: freeze } as const];
      const first = await journal.write(put);
      const second = await copy.write(put);
      if (first.tag === 'ok' && second.tag === 'ok') owed.delete(id);
    }
    if (owed.size > 0) cancel = clock.after(writeAgainMs, () => void write().then(deps.changed));
    return owed.size === 0;
  };

  const sorted = (): readonly Freeze[] =>
    [...freezes.values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));

  return {
    all: sorted,
    active: () => sorted().filter(({ ended }) => ended === null),
    put: (freeze) => {
      freezes.set(freeze.id, freeze);
      owed.add(freeze.id);
      return write();
    },
    kept: () => owed.size === 0,
    stop: () => cancel(),
  };
}
