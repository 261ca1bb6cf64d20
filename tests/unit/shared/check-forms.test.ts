import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifest as blueskyManifest } from '../../../src-main/connectors/bluesky/manifest.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { checkContent, refuses } from '../../../src-shared/composing/check.ts';
import { fits, formatOf, mediumKinds } from '../../../src-shared/composing/form.ts';
import { countMarks } from '../../../src-shared/composing/marks.ts';
import {
  emptyContent,
  type Content,
  type MediaFacts,
  type PostMedia,
} from '../../../src-shared/domain/content.ts';
import { piecesOf } from '../../../src-shared/domain/pieces.ts';
import type { Counting, Format, Manifest } from '../../../src-shared/networks/manifest.ts';
import { medium } from '../outbox/samples.ts';

const counting = (max: number): Counting => ({ ...mastodonManifest.counting, urlLength: null, max });
const none = { min: 0, max: 0 };
const base = { text: true, poll: false, native: false, firstComment: true } as const;
const forms: readonly Format[] = [
  { ...base, name: 'post', images: { min: 1, max: 1 }, videos: none, documents: none, maxMedia: 1 },
  {
    ...base,
    name: 'carousel',
    images: { min: 0, max: 10 },
    videos: { min: 0, max: 10 },
    documents: none,
    maxMedia: 10,
    minMedia: 2,
  },
  {
    ...base,
    name: 'reel',
    images: none,
    videos: { min: 1, max: 1 },
    documents: none,
    maxMedia: 1,
  },
  {
    ...base,
    name: 'story',
    text: false,
    firstComment: false,
    images: { min: 0, max: 1 },
    videos: { min: 0, max: 1 },
    documents: none,
    maxMedia: 1,
    minMedia: 1,
    image: {
      ...mastodonManifest.images,
      max: 1,
      mimes: ['image/jpeg', 'image/png'],
      minRatio: 9 / 16,
      maxRatio: 9 / 16,
    },
  },
  { ...base, name: 'document', images: none, videos: none, documents: { min: 1, max: 1 }, maxMedia: 1 },
];

/** A network that wants a picture, has forms, and takes a first comment but no thread. */
const formed: Manifest = {
  ...mastodonManifest,
  name: 'Formed',
  counting: counting(2_200),
  replyCounting: counting(300),
  marks: { hashtags: { warn: 5, max: 30 }, mentions: { max: 3 } },
  images: {
    ...mastodonManifest.images,
    max: 10,
    mimes: ['image/jpeg'],
    minRatio: 4 / 5,
    maxRatio: 1.91,
    minWidth: 320,
  },
  videos: {
    max: 1,
    maxBytes: 300_000_000,
    mimes: ['video/mp4', 'video/quicktime'],
    minSeconds: 3,
    maxSeconds: 900,
    minFps: 23,
    maxFps: 60,
    maxWidth: 1_920,
    maxBitsPerSecond: 25_000_000,
    videoCodecs: ['h264', 'hevc'],
    audioCodecs: ['aac'],
    fastStart: true,
  },
  documents: { max: 1, maxBytes: 100_000_000, mimes: ['application/pdf'], maxPages: 300 },
  formats: forms,
  settings: [
    { kind: 'text', name: 'title', max: 10, required: true, when: ['document'] },
    { kind: 'text', name: 'question', max: 140, withPoll: true },
    { kind: 'people', name: 'collaborators', max: 3 },
    { kind: 'address', name: 'link', when: ['reel'] },
  ],
  poll: { ...mastodonPoll(), choices: [86_400, 259_200] },
  capabilities: ['publish', 'first-comment', 'images', 'video', 'reels', 'stories', 'documents'],
};
function mastodonPoll() {
  if (mastodonManifest.poll === null) throw new Error('no poll');
  return mastodonManifest.poll;
}

const facts: MediaFacts = {
  container: 'mp4',
  videoCodec: 'h264',
  audioCodec: 'aac',
  seconds: 30,
  fps: 30,
  bitsPerSecond: 5_000_000,
  frames: null,
  pages: null,
  fastStart: true,
};
const picture = (over: Partial<PostMedia> = {}): PostMedia => ({
  ...medium(1),
  mime: 'image/jpeg',
  width: 1_080,
  height: 1_080,
  alt: 'described',
  ...over,
});
const film = (over: Partial<MediaFacts> = {}, more: Partial<PostMedia> = {}): PostMedia =>
  picture({ mime: 'video/mp4', width: 1_080, height: 1_920, facts: { ...facts, ...over }, ...more });
const pdf = (pages: number): PostMedia =>
  picture({
    mime: 'application/pdf',
    width: null,
    height: null,
    facts: { ...facts, container: 'pdf', videoCodec: null, audioCodec: null, seconds: null, pages },
  });
const said = (over: Partial<Content>): Content => ({ ...emptyContent, text: 'words', ...over });
const codes = (over: Partial<Content>, leaving: 'post' | 'reply' | 'message' = 'post', manifest = formed) =>
  checkContent(said(over), manifest, leaving).map(({ code, medium: at }) =>
    at === null ? code : `${code} ${at}`,
  );
const detailOf = (over: Partial<Content>, manifest = formed) =>
  checkContent(said(over), manifest, 'post')[0]?.detail;

describe('the form of a post', () => {
  it('is the first that takes what is attached, or the one that was chosen', () => {
    const form = (over: Partial<Content>) => formatOf(said(over), formed)?.name;
    expect(form({})).toBe('post');
    expect(form({ media: [picture()] })).toBe('post');
    expect(form({ media: [picture(), film()] })).toBe('carousel');
    expect(form({ media: [film()] })).toBe('reel');
    expect(form({ media: [pdf(3)] })).toBe('document');
    expect(form({ media: [picture()], settings: { format: 'story' } })).toBe('story');
    expect(form({ media: [film()], settings: { format: 'of another network' } })).toBe('reel');
    // A type that the first form does not take, but another does.
    expect(form({ media: [picture({ mime: 'image/png' })] })).toBe('story');
    expect(formatOf(said({}), mastodonManifest)).toBeNull();
  });

  it('fits whenever any fits', () => {
    const kinds = { image: picture(), video: film(), document: pdf(1) };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...mediumKinds), { maxLength: 12 }), (drawn) => {
        const content = said({ media: drawn.map((kind) => kinds[kind]) });
        const form = formatOf(content, formed);
        expect(form !== null && fits(content, form)).toBe(forms.some((one) => fits(content, one)));
      }),
    );
  });

  it('is asked for its media, and told what it does not take', () => {
    expect(codes({})).toEqual(['media-needed']);
    expect(codes({ text: '' })).toEqual(['media-needed']);
    expect(codes({ media: [picture()], settings: { format: 'reel' } })).toEqual([
      'not-in-form 0',
      'media-needed',
    ]);
    expect(codes({ media: [picture()], settings: { format: 'carousel' } })).toEqual(['media-needed']);
    expect(codes({ media: Array.from({ length: 11 }, () => picture()) })).toEqual(['too-many-media']);
    expect(codes({ media: [pdf(3)] }, 'post', { ...formed, formats: forms.slice(0, 4) })).toContain(
      'media-type-refused 0',
    );
    expect(
      codes({ media: [picture()], poll: { options: ['a', 'b'], seconds: 86_400, multiple: false } }),
    ).toContain('not-in-form');
  });

  it('says when it shows no words, and does not count them', () => {
    const story = { media: [picture({ height: 1_920 })], settings: { format: 'story' } };
    expect(codes({ ...story, text: '' })).toEqual([]);
    expect(codes({ ...story, text: 'x'.repeat(3_000) })).toEqual(['text-not-shown']);
    expect(refuses(checkContent(said(story), formed, 'post'))).toBe(false);
  });

  it('belongs to the post itself, not to what follows it', () => {
    const pieces = piecesOf(said({ settings: { format: 'reel', other: true }, firstComment: 'c' }));
    expect(pieces.map(({ content }) => content.settings)).toEqual([
      { format: 'reel', other: true },
      { other: true },
    ]);
  });
});

describe('a medium under a form', () => {
  it('has proportions and pixels', () => {
    expect(codes({ media: [picture({ height: 1_350 })] })).toEqual([]);
    expect(codes({ media: [picture({ height: 1_351 })] })).toEqual([]);
    expect(codes({ media: [picture({ height: 1_920 })] })).toEqual(['media-ratio 0']);
    expect(detailOf({ media: [picture({ width: 2_000, height: 1_000 })] })).toMatchObject({
      ratio: 2,
      minRatio: 0.8,
      maxRatio: 1.91,
    });
    expect(codes({ media: [picture({ width: 300, height: 300 })] })).toEqual(['media-too-small 0']);
    expect(codes({ media: [picture({ height: 1_080 })], settings: { format: 'story' } })).toEqual([
      'text-not-shown',
      'media-ratio 0',
    ]);
  });

  it.each([
    ['film-too-short', film({ seconds: 2 })],
    ['film-too-long', film({ seconds: 901 })],
    ['film-pace', film({ fps: 15 })],
    ['film-pace', film({ fps: 120 })],
    ['film-codec', film({ videoCodec: 'vp9' })],
    ['film-sound', film({ audioCodec: 'opus' })],
    ['film-rate', film({ bitsPerSecond: 30_000_000 })],
    ['film-index-last', film({ fastStart: false })],
    ['media-type-refused', film({ container: 'webm' })],
    ['media-too-big', film({}, { width: 3_840, height: 2_160 })],
    ['media-too-large', film({}, { bytes: 300_000_001 })],
    ['media-unreadable', film({ container: null })],
    ['media-unreadable', film({ videoCodec: null, seconds: null })],
    ['document-too-long', pdf(301)],
  ] as const)('is refused: %s', (code, bad) => {
    expect(codes({ media: [bad], settings: { title: 'Title' } })).toEqual([`${code} 0`]);
  });

  it('passes at its limits, and where the file does not say', () => {
    for (const good of [
      film({ seconds: 3 }),
      film({ seconds: 900.02 }),
      film({ fps: 23.976 }),
      film({ fps: 59.94 }),
      film({ audioCodec: null }),
      film({ fps: null, bitsPerSecond: null, fastStart: null }),
      film({ container: 'mov' }),
    ])
      expect(codes({ media: [good] })).toEqual([]);
  });

  it('is told of as long as it was not looked into', () => {
    const { facts: _, ...unread } = film();
    expect(checkContent(said({ media: [unread] }), formed, 'post')).toMatchObject([
      { severity: 'warning', code: 'media-not-read' },
    ]);
  });

  it('is an animation of so many pictures', () => {
    const rule = { ...formed.images, mimes: ['image/gif'], maxFrames: 250 };
    const animation = (frames: number) =>
      picture({ mime: 'image/gif', facts: { ...facts, container: 'gif', frames } });
    expect(codes({ media: [animation(250)] }, 'post', { ...formed, images: rule })).toEqual([]);
    expect(codes({ media: [animation(251)] }, 'post', { ...formed, images: rule })).toEqual([
      'too-many-frames 0',
    ]);
  });
});

describe('marked words', () => {
  it('are counted as a network would', () => {
    expect(countMarks('#un #deux, (#trois) é#non x@y.fr https://a.fr/#non &#39; #été2026', 'hashtags')).toBe(
      4,
    );
    expect(countMarks('@ada, @b.c. mail@d.fr https://e.fr/@f ＠g', 'mentions')).toBe(3);
    expect(countMarks('$ABC $abc.d 5$ $12 US$ $TOOLONGNAME ($X)', 'cashtags')).toBe(3);
  });

  it('are as many as were written', () => {
    const word = fc.stringMatching(/^[a-zé]{1,8}$/u);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(word, { maxLength: 10 }), (tags, plain) => {
        const text = [...tags.map((tag) => `#${tag}`), ...plain].join(' ');
        expect(countMarks(text, 'hashtags')).toBe(tags.length);
      }),
    );
  });

  it('warn, then refuse', () => {
    const tags = (count: number) => Array.from({ length: count }, (_, n) => `#t${n}`).join(' ');
    const of = (count: number) =>
      checkContent(said({ text: tags(count), media: [picture()] }), formed, 'post').map(
        ({ severity, code }) => `${severity} ${code}`,
      );
    expect(of(5)).toEqual([]);
    expect(of(6)).toEqual(['warning many-marks']);
    expect(of(31)).toEqual(['error too-many-marks']);
    expect(codes({ text: '@a @b @c @d', media: [picture()] })).toEqual(['too-many-marks']);
  });
});

describe('options and the first comment under a form', () => {
  it('are required for their form only', () => {
    expect(codes({ media: [pdf(3)] })).toEqual(['setting-missing']);
    expect(codes({ media: [pdf(3)], settings: { title: '  ' } })).toEqual(['setting-missing']);
    expect(codes({ media: [pdf(3)], settings: { title: 'far too long a title' } })).toEqual([
      'setting-invalid',
    ]);
    expect(codes({ media: [picture()], settings: { collaborators: '@a, b c' } })).toEqual([]);
    expect(codes({ media: [picture()], settings: { collaborators: 'a, b, c, d' } })).toEqual([
      'setting-invalid',
    ]);
    expect(codes({ media: [film()], settings: { link: 'http://a.fr' } })).toEqual(['setting-invalid']);
    expect(codes({ media: [film()], settings: { link: 'https://a.fr/b' } })).toEqual([]);
    expect(codes({ media: [picture()], settings: { link: 'nonsense' } })).toEqual([]);
  });

  it('come with a poll, whose duration is one of the list', () => {
    const polled: Manifest = {
      ...formed,
      formats: [
        { ...base, name: 'post', images: none, videos: none, documents: none, maxMedia: 0, poll: true },
      ],
    };
    const poll = { options: ['a', 'b'], seconds: 86_400, multiple: false };
    expect(codes({ poll }, 'post', polled)).toEqual(['setting-missing']);
    expect(codes({ poll, settings: { question: 'Q?' } }, 'post', polled)).toEqual([]);
    expect(
      codes({ poll: { ...poll, seconds: 90_000 }, settings: { question: 'Q?' } }, 'post', polled),
    ).toEqual(['poll-duration']);
  });

  it('is offered without threads, counted as a comment, refused where the form has none', () => {
    const post = { media: [picture()] };
    expect(codes({ ...post, firstComment: 'x'.repeat(300) })).toEqual([]);
    expect(codes({ ...post, firstComment: 'x'.repeat(301) })).toEqual(['text-too-long']);
    expect(codes({ ...post, parts: [{ text: 'b', media: [], warning: '' }] })).toEqual(['not-offered']);
    expect(
      codes({
        media: [picture({ height: 1_920 })],
        text: '',
        settings: { format: 'story' },
        firstComment: 'x',
      }),
    ).toEqual(['not-in-form']);
  });

  it('has no form as an answer: words alone, and no media where comments are counted apart', () => {
    expect(codes({}, 'reply')).toEqual([]);
    expect(codes({ text: 'x'.repeat(301) }, 'reply')).toEqual(['text-too-long']);
    expect(codes({ media: [picture()] }, 'reply')).toEqual(['not-offered']);
    expect(codes({ text: '' }, 'reply')).toEqual(['text-empty']);
  });
});

describe('a network without forms', () => {
  const content = fc.record({
    ...Object.fromEntries(
      Object.entries(emptyContent)
        .filter(([name]) => name !== 'text' && name !== 'media')
        .map(([name, value]) => [name, fc.constant(value)]),
    ),
    text: fc.string({ maxLength: 600 }),
    media: fc.array(
      fc.record({
        mime: fc.constantFrom('image/jpeg', 'image/avif', 'video/mp4', 'application/pdf'),
        bytes: fc.nat(20_000_000),
        width: fc.option(fc.nat(9_000)),
        height: fc.option(fc.nat(9_000)),
        alt: fc.constantFrom('', 'x', 'x'.repeat(1_600)),
        decorative: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
  });

  it('judges media by the rule of pictures alone, with the codes that it had', () => {
    const known = new Set([
      'text-too-long',
      'text-empty',
      'too-many-media',
      'media-type-refused',
      'media-too-large',
      'alt-missing',
      'alt-too-long',
    ]);
    fc.assert(
      fc.property(
        content,
        fc.constantFrom<Manifest>(mastodonManifest, blueskyManifest),
        (drawn, manifest) => {
          const { images } = manifest;
          const full: Content = {
            ...emptyContent,
            text: drawn.text,
            media: drawn.media.map((one) => ({ ...medium(1), ...one })),
          };
          const found = checkContent(full, manifest, 'post');
          for (const { code } of found) expect(known).toContain(code);
          for (const [index, one] of full.media.entries())
            expect(
              found.some((finding) => finding.code === 'media-type-refused' && finding.medium === index),
            ).toBe(!images.mimes.includes(one.mime));
          expect(found.some(({ code }) => code === 'too-many-media')).toBe(full.media.length > images.max);
        },
      ),
    );
  });
});
