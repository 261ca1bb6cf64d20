import { describe, expect, it } from 'vitest';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { judge } from '../../../src-shared/safety/merge.ts';

const post = (text: string, updatedAt: number) => ({
  id: 'p1',
  workspaceId: 'w1',
  base: { ...emptyContent, text },
  variants: {},
  updatedAt,
});

describe('a row of a backup that meets one of the store', () => {
  it('never replaces words by other words, whichever are newer', () => {
    for (const mode of ['restore', 'merge'] as const) {
      expect(judge('posts', post('written since', 20), post('as it was', 10), mode)).toBe('both');
      expect(judge('posts', post('here', 10), post('elsewhere, later', 20), mode)).toBe('both');
      expect(judge('posts', post('', 20), post('as it was', 10), mode)).toBe('replace');
      expect(judge('posts', post('written since', 20), post('', 10), mode)).toBe('keep');
      expect(judge('posts', post('the same', 20), post('the same', 10), mode)).toBe('keep');
      expect(judge('posts', post('the same', 20), post('the same', 20), mode)).toBe('same');
      expect(judge('posts', null, post('as it was', 10), mode)).toBe('add');
    }
  });
  it('brings columns back to what they were, or keeps the later ones where two states meet', () => {
    const column = (title: string, updatedAt: number) => ({ id: 'c', data: { title }, updatedAt });
    expect(judge('records', column('since', 20), column('before', 10), 'restore')).toBe('replace');
    expect(judge('records', column('since', 20), column('before', 10), 'merge')).toBe('keep');
    expect(judge('records', column('before', 10), column('since', 20), 'merge')).toBe('replace');
  });
  it('leaves what was read since read, and what was asked for as it is', () => {
    const read = (state: string, updatedAt: number) => ({ id: 't', state, updatedAt });
    expect(judge('triage', read('done', 20), read('unread', 10), 'restore')).toBe('keep');
    const wish = (revision: number) => ({ id: 'i', revision });
    expect(judge('intents', wish(1), wish(2), 'restore')).toBe('keep');
  });
});
