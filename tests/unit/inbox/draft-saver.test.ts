import { expect, test } from 'vitest';
import { createDraftSaver } from '../../../src-renderer/features/inbox/draft-saver.ts';

/** A saver whose clock and disk are in the test's hands. */
function rig() {
  const started: string[] = [];
  const told: string[] = [];
  const timers = new Set<() => void>();
  let finish: (error?: Error) => void = () => undefined;
  const saver = createDraftSaver({
    save: (text) => {
      started.push(text);
      return new Promise((resolve, reject) => {
        finish = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
    told: (state) => told.push(state),
    after: (_ms, work) => {
      timers.add(work);
      return () => timers.delete(work);
    },
    everyMs: 150,
  });
  return {
    saver,
    started,
    told,
    /** Lets the time of every running timer come. */
    tick: () => {
      const due = [...timers];
      timers.clear();
      for (const work of due) work();
    },
    /** The disk answers the write that is under way. */
    answer: async (error?: Error) => {
      finish(error);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
  };
}

test('changes that follow each other share one write, which has the latest words', async () => {
  const { saver, started, tick, answer } = rig();
  saver.change('B');
  saver.change('Bo');
  saver.change('Bonjour');
  expect(started).toEqual([]);
  tick();
  expect(started).toEqual(['Bonjour']);
  await answer();
  tick();
  expect(started).toEqual(['Bonjour']);
});

test('words typed during a write are written after it, never beside it', async () => {
  const { saver, started, tick, answer, told } = rig();
  saver.change('un');
  tick();
  saver.change('deux');
  tick();
  expect(started).toEqual(['un']);
  await answer();
  expect(started).toEqual(['un', 'deux']);
  expect(told.at(-1)).toBe('saving');
  await answer();
  expect(told.at(-1)).toBe('saved');
});

test('flush writes at once and resolves when everything is on disk', async () => {
  const { saver, started, answer } = rig();
  saver.change('avant');
  let isSafe = false;
  const flushed = saver.flush().then(() => {
    isSafe = true;
  });
  expect(started).toEqual(['avant']);
  expect(isSafe).toBe(false);
  await answer();
  await flushed;
  expect(isSafe).toBe(true);
});

test('a refused write is told and kept: the next look writes the same words', async () => {
  const { saver, started, told, tick, answer } = rig();
  saver.change('précieux');
  tick();
  await answer(new Error('disk full'));
  expect(told.at(-1)).toBe('failed');
  const again = saver.flush();
  expect(started).toEqual(['précieux', 'précieux']);
  await answer();
  await again;
  expect(told.at(-1)).toBe('saved');
});

test('nothing is written when nothing was typed', async () => {
  const { saver, started } = rig();
  await saver.flush();
  expect(started).toEqual([]);
});
