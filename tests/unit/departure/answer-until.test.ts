import { describe, expect, it } from 'vitest';
import { facebookManifest } from '../../../src-main/connectors/facebook/manifest.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { answerUntil } from '../../../src-shared/departure/windows.ts';

const day = 86_400_000;

describe('until when somebody may be answered', () => {
  it('is what the manifest says, for each way of answering', () => {
    expect(answerUntil(facebookManifest, 'public', 5)).toBeNull();
    expect(answerUntil(facebookManifest, 'private', 5)).toBe(5 + 7 * day);
    expect(answerUntil(facebookManifest, 'private-reply', 5)).toBe(5 + 7 * day);
    const { privateReplyMs: _, ...others } = { publicMs: day, privateMs: 2 * day, privateReplyMs: 0 };
    expect(answerUntil({ replyWindows: others }, 'public', 5)).toBe(5 + day);
    expect(answerUntil({ replyWindows: others }, 'private-reply', 5)).toBeNull();
  });
  it('is for ever where the network has no windows', () => {
    for (const kind of ['public', 'private', 'private-reply'] as const)
      expect(answerUntil(mastodonManifest, kind, 5)).toBeNull();
  });
});
