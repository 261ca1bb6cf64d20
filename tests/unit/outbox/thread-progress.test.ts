import { expect, it } from 'vitest';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { threadProgress } from '../../../src-shared/outbox/thread-progress.ts';
import { content, start } from './samples.ts';

const part = { text: 'two', media: [], warning: '' };
const stands = (...steps: readonly string[]): Delivery['parts'] =>
  steps.map((step) => ({ step, remoteId: step, url: null, at: start }));
const thread = { ...content('one'), parts: [part, part] };
const commented = { ...thread, firstComment: 'Links' };

it('a post alone has no parts to tell of', () => {
  expect(threadProgress({ content: content('one'), parts: [] })).toBeNull();
  expect(threadProgress({ content: { ...content('one'), firstComment: '  ' }, parts: [] })).toBeNull();
});

it('a thread tells how many of its parts stand, and whether it is half there', () => {
  const of = (...steps: readonly string[]) => threadProgress({ content: thread, parts: stands(...steps) });
  expect(of()).toEqual({ done: 0, total: 3, comment: 'none', isHalf: false });
  expect(of('create')).toEqual({ done: 1, total: 3, comment: 'none', isHalf: true });
  expect(of('create', 'part-2', 'part-3')).toEqual({ done: 3, total: 3, comment: 'none', isHalf: false });
});

it('a first comment is told of beside the parts', () => {
  const of = (...steps: readonly string[]) => threadProgress({ content: commented, parts: stands(...steps) });
  expect(of()).toEqual({ done: 0, total: 3, comment: 'missing', isHalf: false });
  expect(of('create', 'part-2', 'part-3')).toEqual({ done: 3, total: 3, comment: 'missing', isHalf: true });
  expect(of('create', 'part-2', 'part-3', 'first-comment')).toEqual({
    done: 3,
    total: 3,
    comment: 'stands',
    isHalf: false,
  });
  expect(of('create', 'first-comment')).toEqual({ done: 1, total: 3, comment: 'stands', isHalf: true });
});
