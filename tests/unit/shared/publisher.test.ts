import { describe, expect, it } from 'vitest';
import { effectiveManifest } from '../../../src-main/connectors/instagram/manifest.ts';
import { blankSecret, type InstagramSecret } from '../../../src-main/connectors/instagram/secret.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { wishOf } from '../../../src-main/engine/outbox/wish-of.ts';
import { whoPublishes } from '../../../src-renderer/state/who-publishes.ts';
import { publisherOf, withPublishers } from '../../../src-shared/composing/publisher.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Action, Executor, Intent } from '../../../src-shared/domain/intent.ts';
import { byHandManifest } from '../../../src-shared/networks/by-hand.ts';

const secret = (login: InstagramSecret['login'], hostPut: string | null): InstagramSecret => ({
  ...blankSecret,
  login,
  hostPut,
});
const without = effectiveManifest('BUSINESS', secret('instagram', null));
const withHost = effectiveManifest('BUSINESS', secret('instagram', 'https://files.example/put'));
const byFacebook = effectiveManifest('BUSINESS', secret('facebook', null));

const medium = (mime: string): Content['media'][number] => ({
  hash: 'a'.repeat(64) as Content['media'][number]['hash'],
  mime,
  name: 'one',
  bytes: 1_000,
  width: 1_080,
  height: 1_080,
  alt: 'one',
  decorative: false,
});
const picture: Content = { ...emptyContent, text: 'hello', media: [medium('image/jpeg')] };
const film: Content = { ...emptyContent, text: 'hello', media: [medium('video/mp4')] };
const publish = { tag: 'publish' } as const;
const hand = (
  manifest: typeof without,
  content: Content,
  executor: Executor = 'native',
  action: Action = publish,
) => publisherOf({ action, executor }, { content }, manifest);

const intent = (manifest: typeof without, change: Partial<Intent> = {}): Intent =>
  ({
    id: '01J',
    workspaceId: 'w',
    revision: 1,
    postId: null,
    action: publish,
    targets: [{ accountId: manifest.network, content: picture, hash: 'h' }],
    when: { tag: 'now', graceMs: 10_000 },
    executor: 'native',
    createdAt: 1_000,
    ...change,
  }) as unknown as Intent;

describe('who publishes in the end', () => {
  it('is the person where the access publishes nothing, whoever was chosen', () => {
    for (const executor of ['native', 'machine', 'assisted'] as const)
      expect(hand(without, picture, executor)).toBe('assisted');
    expect(hand(withHost, picture)).toBe('machine');
    // Not granted, for whatever reason.
    const capabilities = mastodonManifest.capabilities.filter((name) => name !== 'publish');
    expect(hand({ ...mastodonManifest, capabilities }, emptyContent, 'machine')).toBe('assisted');
  });
  it('is the person for what must lie where the network fetches it, and for nothing else', () => {
    expect(hand(byFacebook, picture, 'machine')).toBe('assisted');
    expect(hand(byFacebook, film, 'machine')).toBe('machine');
  });
  it('leaves answers their way', () => {
    const reply = { tag: 'reply', target: {} } as unknown as Action;
    expect(hand(without, emptyContent, 'machine', reply)).toBe('machine');
    expect(hand(byHandManifest(withHost), emptyContent, 'machine', reply)).toBe('assisted');
  });
  it('is said in the composer as the outbox reckons it', () => {
    for (const [manifest, content] of [
      [without, picture],
      [byFacebook, picture],
    ] as const) {
      expect(whoPublishes(manifest, 2_000, 1_000, 'native', content)).toEqual({ tag: 'person' });
      const given = intent(manifest, { targets: [{ ...intent(manifest).targets[0]!, content }] });
      expect(wishOf(given, given.targets[0]!, 5_000, manifest).executor).toBe('assisted');
    }
    expect(whoPublishes(byFacebook, 2_000, 1_000, 'native', film)).toEqual({ tag: 'machine' });
  });
  it('has nothing to call back where a person publishes: it waits for them at once', () => {
    const leavesAt = (manifest: typeof without) =>
      wishOf(intent(manifest), intent(manifest).targets[0]!, 5_000, manifest).leaving;
    expect(leavesAt(without)).toEqual({ tag: 'now', leavesAt: 1_000 });
    expect(leavesAt(withHost)).toEqual({ tag: 'now', leavesAt: 11_000 });
  });
  it('is each account’s own when one post goes to several', () => {
    const both = intent(without, {
      targets: [
        { accountId: 'a', content: picture, hash: 'h' },
        { accountId: 'b', content: picture, hash: 'h' },
        { accountId: 'c', content: picture, hash: 'h', executor: 'assisted' },
      ],
      executor: 'machine',
    } as unknown as Partial<Intent>);
    const manifestOf = ({ accountId }: { readonly accountId: string }) =>
      accountId === 'a' ? without : mastodonManifest;
    expect(withPublishers(both, manifestOf).targets.map(({ executor }) => executor)).toEqual([
      'assisted',
      'machine',
      'assisted',
    ]);
  });
  it('is not made up for what a scheduler may hold already: there it is looked for', () => {
    const holding = {
      ...without,
      native: { minAheadMs: 0, maxPending: 1, maxPerDay: 1 },
    };
    expect(withPublishers(intent(holding), () => holding)).toEqual(intent(holding));
    expect(withPublishers(intent(without), () => without).targets[0]?.executor).toBe('assisted');
  });
});
