import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDraftWriter, type Saved } from '../../../src-renderer/features/composer/draft-writer.ts';

interface Change {
  readonly text?: string;
  readonly warning?: string;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function writer(write: (change: Change) => Promise<void>) {
  const states: Saved[] = [];
  const made = createDraftWriter<Change>({ write, now: () => 42, onState: (saved) => states.push(saved) });
  return { ...made, states };
}

it('writes what was typed within 300 ms, once', async () => {
  const written: Change[] = [];
  const draft = writer(async (change) => void written.push(change));
  draft.put({ text: 'a' });
  draft.put({ text: 'ab' });
  draft.put({ warning: 'w' });
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(written).toEqual([{ text: 'ab', warning: 'w' }]);
  expect(draft.states.at(-1)).toEqual({ tag: 'saved', at: 42 });
});

it('says "saved" only when the store has answered, and not while more is waiting', async () => {
  const answers: (() => void)[] = [];
  const draft = writer(
    () =>
      new Promise((resolve) => {
        answers.push(resolve);
      }),
  );
  draft.put({ text: 'a' });
  await vi.advanceTimersByTimeAsync(300);
  expect(draft.states.at(-1)).toEqual({ tag: 'saving' });
  draft.put({ text: 'ab' });
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(2);
  expect(draft.states.at(-1)).toEqual({ tag: 'saving' });
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(draft.states.at(-1)).toEqual({ tag: 'saved', at: 42 });
});

it('keeps what could not be written, says so, and tries again with what was typed since', async () => {
  const written: Change[] = [];
  let isFull = true;
  const draft = writer(async (change) => {
    if (isFull) throw new DOMException('no room', 'QuotaExceededError');
    written.push(change);
  });
  draft.put({ text: 'a', warning: 'w' });
  await vi.advanceTimersByTimeAsync(300);
  expect(draft.states.at(-1)).toMatchObject({ tag: 'unsaved', failure: { code: 'disk-full' } });
  expect(await draft.flush()).toBe(false);
  draft.put({ text: 'ab' });
  isFull = false;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(written).toEqual([{ text: 'ab', warning: 'w' }]);
  expect(draft.states.at(-1)).toEqual({ tag: 'saved', at: 42 });
});

it('flushes at once, and has nothing to do afterwards', async () => {
  const written: Change[] = [];
  const draft = writer(async (change) => void written.push(change));
  draft.put({ text: 'a' });
  expect(await draft.flush()).toBe(true);
  expect(written).toEqual([{ text: 'a' }]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(written).toHaveLength(1);
  expect(await draft.flush()).toBe(true);
});
