import { describe, expect, it } from 'vitest';
import { facebookManifest } from '../../../src-main/connectors/facebook/manifest.ts';
import { instagramManifest } from '../../../src-main/connectors/instagram/manifest.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { answerTime, answerUntil, withLonger } from '../../../src-shared/departure/windows.ts';

const day = 86_400_000;

describe('until when somebody may be answered', () => {
  it('is what the manifest says, for each way of answering', () => {
    expect(answerUntil(facebookManifest, 'public', 5)).toBeNull();
    expect(answerUntil(facebookManifest, 'private', 5)).toBe(5 + day);
    expect(answerUntil(facebookManifest, 'private-reply', 5)).toBe(5 + 7 * day);
    const { privateReplyMs: _, ...others } = { publicMs: day, privateMs: 2 * day, privateReplyMs: 0 };
    expect(answerUntil({ replyWindows: others }, 'public', 5)).toBe(5 + day);
    expect(answerUntil({ replyWindows: others }, 'private-reply', 5)).toBeNull();
  });
  it('is for ever where the network has no windows', () => {
    for (const kind of ['public', 'private', 'private-reply'] as const)
      expect(answerUntil(mastodonManifest, kind, 5)).toBeNull();
  });

  it('is a day without what the app was to be granted for more, and seven with it, of which one is free', () => {
    for (const manifest of [facebookManifest, instagramManifest]) {
      const longer = { permission: 'Human Agent', until: 5 + 7 * day };
      expect(answerTime(manifest, 'private', 5, false)).toEqual({
        freeUntil: 5 + day,
        until: 5 + day,
        longer,
      });
      expect(answerTime(manifest, 'private', 5, true)).toEqual({
        freeUntil: 5 + day,
        until: 5 + 7 * day,
        longer,
      });
      expect(answerUntil(withLonger(manifest, true), 'private', 5)).toBe(5 + 7 * day);
      expect(answerTime(manifest, 'public', 5, true)).toBeNull();
      // In private to a comment nothing makes it longer.
      expect(answerTime(manifest, 'private-reply', 5, true)).toEqual({
        freeUntil: 5 + 7 * day,
        until: 5 + 7 * day,
        longer: null,
      });
    }
  });
  it('is what it was of an account that was kept before there was a longer one', () => {
    const kept = { replyWindows: { publicMs: null, privateMs: 7 * day } };
    expect(answerTime(kept, 'private', 5, false)).toEqual({
      freeUntil: 5 + 7 * day,
      until: 5 + 7 * day,
      longer: null,
    });
  });
});
