import { describe, expect, it } from 'vitest';
import { described } from '../../../src-main/connectors/handmade/connector.ts';
import {
  describedFileName,
  describedOf,
  differences,
  isSameName,
  readDescribed,
  writeDescribed,
  type Described,
} from '../../../src-shared/domain/described.ts';

const forum: Described = {
  name: 'Forum des photographes',
  page: 'https://forum.exemple.fr/nouveau',
  limit: 1_200,
  images: 2,
  colour: 'sapin',
};
const file = (change: object = {}): string =>
  JSON.stringify({ format: 'vigie-network', version: 1, ...forum, ...change });
const problems = (text: string): unknown => {
  const read = readDescribed(text);
  return read.tag === 'err' ? read.error : read;
};

describe('a described network in a file', () => {
  it('comes back as it went, through the manifest of an account', () => {
    const manifest = described({
      network: forum.name,
      account: 'Atelier',
      page: forum.page,
      limit: '1200',
      images: '2',
      colour: 'sapin',
    });
    const taken = manifest === null ? null : describedOf(manifest);
    expect(taken).toEqual(forum);
    expect(readDescribed(writeDescribed(forum))).toEqual({ tag: 'ok', value: forum });
    expect(readDescribed(`\uFEFF${file()}`).tag).toBe('ok');
  });

  it.each([
    ['', [{ tag: 'empty' }]],
    ['\n ', [{ tag: 'empty' }]],
    [file().slice(0, -9), [{ tag: 'not-json' }]],
    ['# Forum', [{ tag: 'not-json' }]],
    ['null', [{ tag: 'not-ours' }]],
    ['[]', [{ tag: 'not-ours' }]],
    ['{"name":"Forum"}', [{ tag: 'not-ours' }]],
    [file({ version: 2, shape: 'other' }), [{ tag: 'newer', version: 2 }]],
    [file({ note: 'x'.repeat(30_000) }), [{ tag: 'too-large' }]],
  ])('says what it is not: %.20s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(61) }, 'name'],
    [{ name: 12 }, 'name'],
    [{ page: 'forum' }, 'page'],
    [{ page: 'javascript:alert(1)' }, 'page'],
    [{ page: 'http://forum.exemple.fr/' }, 'page'],
    [{ page: 'https://moi:secret@exemple.fr/' }, 'page'],
    [{ limit: '1200' }, 'limit'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ limit: 100_001 }, 'limit'],
    [{ images: -1 }, 'images'],
    [{ images: 51 }, 'images'],
    [{ colour: 'fluo' }, 'colour'],
    [{ colour: null }, 'colour'],
  ])('names the field that is wrong: %o', (change, field) => {
    expect(problems(file(change))).toEqual([{ tag: 'wrong', field }]);
  });

  it('tells everything at once, and refuses what it does not know rather than drop it', () => {
    const { page: _, limit: __, ...rest } = forum;
    const text = JSON.stringify({
      format: 'vigie-network',
      version: 1,
      ...rest,
      colour: 'fluo',
      hashtags: 3,
    }).replace(/\}$/, ',"__proto__":{"limit":5}}');
    expect(problems(text)).toEqual([
      { tag: 'missing', field: 'page' },
      { tag: 'missing', field: 'limit' },
      { tag: 'wrong', field: 'colour' },
      { tag: 'unknown', name: 'hashtags' },
      { tag: 'unknown', name: '__proto__' },
    ]);
  });

  it('tells where two of one name differ', () => {
    expect(isSameName(' forum des PHOTOGRAPHES', forum.name)).toBe(true);
    expect(differences(forum, { ...forum, limit: 80, colour: 'rose' })).toEqual(['limit', 'colour']);
    expect(differences(forum, { ...forum })).toEqual([]);
  });

  it('is saved under a name that any disk takes', () => {
    expect(describedFileName({ name: 'Forum : l’atelier / été' })).toBe('Forum l atelier été.json');
    expect(describedFileName({ name: '//' })).toBe('network.json');
  });
});
