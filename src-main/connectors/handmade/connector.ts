import { createHash } from 'node:crypto';
import { clientColours } from '../../../src-shared/domain/workspace.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { longestName, longestText, mostImages } from '../../../src-shared/domain/described.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { byHandConnector, byHandSession, pageOf } from '../by-hand.ts';
import type { Connector, ConnectorError, Session } from '../contract.ts';
import { handmadeManifest } from './manifest.ts';

/** Networks that nobody has heard of: a person describes one, and publishes there by hand. */
export const handmadeConnector: Connector = {
  ...byHandConnector(handmadeManifest),
  authorise: (ctx) => Promise.resolve(describedSession(ctx.fields)),
  describe: ({ name, page, limit, images, colour }) =>
    described({ network: name, page, limit: String(limit), images: String(images), colour }),
};

/** The account that the form describes, on the network that it describes; `not-readable` when it describes none. */
export function describedSession(
  fields: Readonly<Record<string, string>>,
): Result<readonly Session[], ConnectorError> {
  const manifest = described(fields);
  if (manifest === null) return err({ tag: 'rejected', failure: failure('not-readable') });
  const sessions = byHandSession(manifest, fields);
  return sessions.tag === 'ok' ? ok(sessions.value.map(named)) : sessions;
}

/** Everybody writes on the same page there: it is the name, and the network's, that tell accounts apart. */
function named({ identity, ...rest }: Session): Session {
  const words = `${identity.manifest.name}\n${identity.handle}`.toLowerCase();
  const digest = createHash('sha256').update(words).digest('hex').slice(0, 16);
  return { ...rest, identity: { ...identity, remoteId: `${identity.remoteId}#${digest}` } };
}

/** The manifest that the form describes; null when what was typed describes none. */
export function described(fields: Readonly<Record<string, string>>): Manifest | null {
  const name = (fields['network'] ?? '').trim();
  const page = pageOf(fields['page'] ?? '');
  const limit = numberIn(fields['limit'], handmadeManifest.counting.max);
  const images = numberIn(fields['images'], handmadeManifest.images.max);
  const colour = clientColours.find((one) => one === fields['colour']) ?? clientColours[0];
  if (name === '' || name.length > longestName || page.tag === 'err') return null;
  if (limit === null || limit < 1 || limit > longestText) return null;
  if (images === null || images > mostImages) return null;
  return {
    ...handmadeManifest,
    name,
    counting: { ...handmadeManifest.counting, max: limit },
    images: { ...handmadeManifest.images, max: images },
    web: { compose: page.value.href, hosts: [] },
    custom: { colour, page: page.value.href },
  };
}

/** A whole number that is not negative; the fallback where nothing was typed. */
function numberIn(typed: string | undefined, fallback: number): number | null {
  const words = (typed ?? '').trim();
  if (words === '') return fallback;
  return /^\d{1,7}$/u.test(words) ? Number(words) : null;
}
