import { describe, expect, it } from 'vitest';
import { facebookManifest } from '../../../src-main/connectors/facebook/manifest.ts';
import { effectiveManifest } from '../../../src-main/connectors/instagram/manifest.ts';
import { blankSecret } from '../../../src-main/connectors/instagram/secret.ts';
import { contentRefusal } from '../../../src-main/engine/outbox/content-refusal.ts';
import { checkContent, isForPersonAlone } from '../../../src-shared/composing/check.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Executor } from '../../../src-shared/domain/intent.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';

const poll = { options: ['yes', 'no'], seconds: 86_400, multiple: false };
const medium = (mime: string, alt = 'one'): Content['media'][number] => ({
  hash: 'a'.repeat(64) as Content['media'][number]['hash'],
  mime,
  name: 'one',
  bytes: 1_000,
  width: 1_080,
  height: 1_080,
  alt,
  decorative: false,
});
const said = (over: Partial<Content>): Content => ({ ...emptyContent, text: 'hello', ...over });
const found = (content: Content, manifest: Manifest, executor: Executor) =>
  checkContent(content, manifest, 'post', executor).map(({ severity, code }) => `${severity} ${code}`);
const thread = said({ parts: [{ key: 'p', text: 'more', media: [] } as never] });
const publish = { tag: 'publish' } as const;

/** A network that has them all, and whose API takes none. */
const closed: Manifest = {
  ...facebookManifest,
  absent: { poll: 'no-api', thread: 'not-built', documents: 'no-api' },
};

describe('what only the network’s API refuses', () => {
  it.each([
    ['a poll', said({ poll }), 'not-offered'],
    ['a thread', thread, 'not-offered'],
    ['a document', said({ media: [medium('application/pdf')] }), 'media-type-refused'],
  ] as const)('%s is a warning when a person publishes', (_, content, code) => {
    for (const executor of ['machine', 'native'] as const)
      expect(found(content, closed, executor)).toContain(`error ${code}`);
    expect(found(content, closed, 'assisted')).toContain(`warning ${code}`);
    expect(found(content, closed, 'assisted').join()).not.toContain('error');
    const given = (executor: Executor) =>
      contentRefusal({ action: publish }, { content, executor }, { manifest: closed });
    expect(given('machine')?.code).toBe(code);
    expect(given('assisted')).toBeNull();
    expect(isForPersonAlone(publish, content, closed)).toBe(true);
  });

  it('is not what the network itself refuses: that stays for everybody', () => {
    const long = said({ text: 'x'.repeat(100_000) });
    expect(found(long, facebookManifest, 'assisted')).toContain('error text-too-long');
    // Nobody said that such a network had polls, or threads.
    const bare = { ...facebookManifest, absent: {} };
    expect(found(said({ poll }), bare, 'assisted')).toContain('error not-offered');
    expect(found(thread, bare, 'assisted')).toContain('error not-offered');
    for (const why of ['no-such-thing', 'not-on-this-server'] as const) {
      const here = { ...facebookManifest, absent: { poll: why } };
      expect(found(said({ poll }), here, 'assisted')).toContain('error not-offered');
    }
    expect(isForPersonAlone(publish, long, facebookManifest)).toBe(false);
  });

  it('is everything where the access publishes nothing, and nothing once a person does', () => {
    const manifest = effectiveManifest('BUSINESS', blankSecret);
    const content = said({ media: [medium('image/jpeg')] });
    expect(found(content, manifest, 'machine')).toEqual(['error not-offered']);
    expect(found(content, manifest, 'assisted')).toEqual([]);
    expect(checkContent(said({}), manifest, 'reply').map(({ severity }) => severity)).toEqual([]);
  });
});
