import { describe, expect, it } from 'vitest';
import {
  readLittleText,
  shownText,
  toLittleText,
} from '../../../src-main/connectors/linkedin/little-text.ts';
import { momentInUrn } from '../../../src-main/connectors/linkedin/moment.ts';
import { isOwnAddress, originOf } from '../../../src-main/connectors/linkedin/places.ts';
import { list, value } from '../../../src-main/connectors/linkedin/restli.ts';
import { commentUrn, postUrnIn, readCommentUrn } from '../../../src-main/connectors/linkedin/urn.ts';
import { versionAt } from '../../../src-main/connectors/linkedin/version.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import { createRandom } from '../../../src-simulator/core/random.ts';
import { readLittleText as keptBy } from '../../../src-simulator/linkedin/little-text.ts';

describe('little text (linkedin §3)', () => {
  it('escapes all that is reserved, and marks tags and mentions', () => {
    expect(toLittleText('a|{}@[]()<>#\\*_~z')).toBe('a\\|\\{\\}\\@\\[\\]\\(\\)\\<\\>\\#\\\\\\*\\_\\~z');
    expect(toLittleText('#été #2026 a#b #fait_main')).toBe(
      '{hashtag|\\#|été} \\#2026 a\\#b {hashtag|\\#|fait\\_main}',
    );
    expect(toLittleText('@[Vélo & Co (Grenoble)](urn:li:organization:9) et @ines')).toBe(
      '@[Vélo & Co \\(Grenoble\\)](urn:li:organization:9) et \\@ines',
    );
  });

  it('is never cut, and comes back as it was written, whatever was written', () => {
    const random = createRandom(7);
    const pieces = [
      ...Array.from('|{}@[]()<>#\\*_~é🙂\n '),
      '#été',
      '@[A B](urn:li:person:x-1)',
      'https://ex.org/#a_(b)',
      'mot',
    ];
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from({ length: random.between(0, 14) }, () => random.pick(pieces) ?? '').join('');
      const sent = toLittleText(text);
      const kept = keptBy(sent);
      expect([text, kept.wasCut, kept.text]).toEqual([text, false, shownText(text)]);
      expect([text, plainText(readLittleText(sent))]).toEqual([text, shownText(text)]);
    }
  });

  it('drops nothing of a commentary that it does not understand', () => {
    expect(plainText(readLittleText('Bonjour (tous) *gras* {autre|x} @moi'))).toBe(
      'Bonjour (tous) *gras* {autre|x} @moi',
    );
  });
});

describe('addresses (linkedin §2)', () => {
  it('encode a URN whole and leave the punctuation of lists', () => {
    expect(value('urn:li:comment:(urn:li:activity:71,72)')).toBe(
      'urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A71%2C72%29',
    );
    expect(list(['urn:li:share:1', 'urn:li:share:2'])).toBe(
      'List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A2)',
    );
  });

  it('read comments in both spellings', () => {
    const key = { object: 'urn:li:activity:71', number: '72' };
    expect(readCommentUrn('urn:li:comment:(urn:li:activity:71,72)')).toEqual(key);
    expect(readCommentUrn('urn:li:comment:(activity:71,72)')).toEqual(key);
    expect(commentUrn(key)).toBe('urn:li:comment:(urn:li:activity:71,72)');
    expect(readCommentUrn('urn:li:share:71')).toBeNull();
  });

  it('find a post in an address of the site', () => {
    const urn = 'urn:li:share:7100000000000000001';
    expect(postUrnIn(`https://www.linkedin.com/feed/update/${encodeURIComponent(urn)}/`)).toBe(urn);
    expect(postUrnIn('https://www.linkedin.com/posts/nom_mots-ugcPost-7100000000000000002-AbCd')).toBe(
      'urn:li:ugcPost:7100000000000000002',
    );
    expect(postUrnIn('https://example.org/')).toBeNull();
  });

  it('lead a token nowhere else', () => {
    const origin = 'https://api.linkedin.com';
    expect(isOwnAddress('https://www.linkedin.com/dms-uploads/x', origin)).toBe(true);
    expect(isOwnAddress('https://media.licdn.com/x', origin)).toBe(true);
    for (const address of [
      'http://www.linkedin.com/x',
      'https://linkedin.com.evil.example/',
      'https://evillinkedin.com/',
      'x',
    ])
      expect([address, isOwnAddress(address, origin)]).toEqual([address, false]);
  });

  it('take a server of one’s own only on this machine, or over TLS', () => {
    expect(originOf('')).toBe('https://api.linkedin.com');
    expect(originOf('http://127.0.0.1:4711/')).toBe('http://127.0.0.1:4711');
    expect(originOf('http://example.org')).toBeNull();
    expect(originOf('nonsense')).toBeNull();
  });
});

describe('moments', () => {
  it('ask for the version that was written for while it lives, then for a living one', () => {
    expect(versionAt(Date.UTC(2026, 8, 15))).toBe('202609');
    expect(versionAt(Date.UTC(2027, 7, 31))).toBe('202609');
    expect(versionAt(Date.UTC(2027, 8, 1))).toBe('202707');
    expect(versionAt(Date.UTC(2030, 0, 1))).toBe('202911');
  });

  it('are read from a URN only when they are plausible', () => {
    const now = Date.UTC(2026, 10, 26);
    const number = String((BigInt(now) << 22n) | 5n);
    expect(momentInUrn(`urn:li:share:${number}`, now)).toBe(now);
    expect(momentInUrn('urn:li:share:7141', now)).toBeNull();
    expect(momentInUrn(`urn:li:share:${String(BigInt(now) << 24n)}`, now)).toBeNull();
  });
});
