import type { Content } from '../domain/content.ts';
import { executorFor, type Action, type Executor, type Intent } from '../domain/intent.ts';
import { allMedia } from '../domain/pieces.ts';
import { offers, type Capability, type Manifest } from '../networks/manifest.ts';
import { kindOf, mayBeHeld, type MediumKind } from './form.ts';

/** What a network must take for a medium of each kind to leave. */
export const capabilityOfKind: Readonly<Record<MediumKind, Capability>> = {
  image: 'images',
  video: 'video',
  document: 'documents',
};

/**
 * Whether nobody but a person can publish it: nothing is connected, the account's access publishes nothing, or a medium
 * would have to lie where the network fetches it, and there is no such place. Answers are no posts: they keep their way.
 */
export function isLeftToPerson(action: Pick<Action, 'tag'>, content: Content, manifest: Manifest): boolean {
  if (manifest.byHand === true) return true;
  if (action.tag !== 'publish') return false;
  if (!offers(manifest, 'publish')) return true;
  return allMedia(content).some(
    (medium) => manifest.absent?.[capabilityOfKind[kindOf(medium)]] === 'needs-public-address',
  );
}

/**
 * Whose hand it is in the end, of the one that was chosen: nobody but a person publishes where nothing else can, and a
 * network's scheduler takes no other forms than its own.
 *
 * @param manifest what the account can do; null: it is not known any more
 */
export function publisherOf(
  { action, executor: chosen }: Pick<Intent, 'action' | 'executor'>,
  target: Pick<Intent['targets'][number], 'content' | 'executor'>,
  manifest: Manifest | null,
): Executor {
  const executor = executorFor({ executor: chosen }, target);
  if (manifest === null) return executor;
  if (isLeftToPerson(action, target.content, manifest)) return 'assisted';
  return executor === 'native' && !mayBeHeld(target.content, manifest) ? 'machine' : executor;
}

/**
 * An intent as it is made anew when a journal was lost: what is left to a person is theirs, by name. What the network's
 * scheduler may have been given keeps its word, because there it is looked for.
 */
export const withPublishers = (
  intent: Intent,
  manifestOf: (target: Intent['targets'][number]) => Manifest | null,
): Intent => ({
  ...intent,
  targets: intent.targets.map((target) => {
    const manifest = manifestOf(target);
    const mayBeAtTheNetwork = executorFor(intent, target) === 'native' && manifest?.native !== null;
    return mayBeAtTheNetwork ? target : { ...target, executor: publisherOf(intent, target, manifest) };
  }),
});
