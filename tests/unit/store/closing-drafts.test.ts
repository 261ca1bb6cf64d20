import { expect, test } from 'vitest';
import { closed, noteClosing } from '../../../src-renderer/state/closing-drafts.ts';

/** A save that ends when the test says so. */
function save() {
  let end = (): void => undefined;
  let fail = (_reason: Error): void => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { promise, end, fail };
}

test('a draft that is opened again waits for every save that its closing began, and for no other draft', async () => {
  const [first, second, other] = [save(), save(), save()];
  noteClosing('post 1', first.promise);
  noteClosing('post 1', second.promise);
  noteClosing('post 2', other.promise);
  const seen: string[] = [];
  const opened = closed('post 1').then(() => seen.push('opened'));
  second.end();
  await closed('post 3');
  expect(seen).toEqual([]);
  first.end();
  await opened;
  expect(seen).toEqual(['opened']);
});

test('a save that was refused keeps nobody from opening the draft', async () => {
  const refused = save();
  noteClosing('post 1', refused.promise);
  refused.fail(new Error('full'));
  await closed('post 1');
});
