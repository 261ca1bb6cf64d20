import { expect } from 'vitest';
import type { Session } from '../../../../src-main/connectors/contract.ts';
import { waysOf } from '../../../../src-shared/networks/manifest.ts';
import { value } from '../../../fixtures/connector-words.ts';
import { createStand, minute, type Stand } from '../stand.ts';
import { capability, type SuiteCase } from '../suite-case.ts';

/**
 * Goes every way of the manifest and uses each session at once: a later access may end an earlier one. A way that the
 * test does not know fails the case.
 */
async function everyWay(
  { world, connector }: Stand,
  use: (way: string, session: Session) => Promise<void>,
): Promise<void> {
  for (const { name } of waysOf(connector.manifest)) {
    const connect = world.started.ways[name] ?? expect.fail(`nobody knows how to go the way ${name}`);
    const had = value(await connect(world.http, () => world.ours.now()));
    expect(had.length, name).toBeGreaterThan(0);
    for (const session of had) await use(name, session);
  }
}

const contextOf = async (stand: Stand, { identity, secret }: Session) => ({
  ...(await stand.ctx()),
  secret,
  origin: identity.origin,
  manifest: identity.manifest,
  me: { remoteId: identity.remoteId, handle: identity.handle },
});

/** In a world of its own: a new access may end those that the same person had. */
const apart =
  (play: (stand: Stand) => Promise<string>) =>
  async (stand: Stand): Promise<string> => {
    const own = await createStand(stand.world.network);
    try {
      return await play(own);
    } finally {
      await own.close();
    }
  };

export const signingIn: readonly SuiteCase[] = [
  capability(
    'sign in',
    {},
    apart(async (stand) => {
      const counts = new Map<string, number>();
      await everyWay(stand, async (way, session) => {
        // A network may refuse an access of a minute.
        await stand.world.clock.advance(2 * minute);
        const again = value(await stand.connector.identify(await contextOf(stand, session)));
        expect(again.remoteId, way).toBe(session.identity.remoteId);
        counts.set(way, (counts.get(way) ?? 0) + 1);
      });
      return `by ${[...counts].map(([way, count]) => `${way} (${String(count)})`).join(', ')}`;
    }),
  ),
  capability(
    'refresh',
    {},
    apart(async (stand) => {
      const { connector } = stand;
      const told = new Set<string>();
      await everyWay(stand, async (way, session) => {
        const access = connector.accessOf(session.secret, session.identity.manifest);
        if (connector.refreshAt(session.secret) === null) {
          told.add(`${way}: ${access.endsAt === null ? 'does not end' : 'ends, and is not renewed'}`);
          return;
        }
        expect(access.renews, way).toBe(true);
        // An access of a day: some networks renew none that is younger.
        await stand.world.clock.advance(25 * 3_600_000);
        const fresh = value(await connector.refresh(await contextOf(stand, session)));
        expect(fresh, way).not.toEqual(session.secret);
        value(await connector.identify(await contextOf(stand, { ...session, secret: fresh })));
        told.add(`${way}: renewed, and the new one works`);
      });
      return [...told].join('; ');
    }),
  ),
];
