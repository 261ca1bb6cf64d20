import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import type { SimAccount } from '../../src-simulator/core/sim.ts';
import { startWorkspace, type SimWorkspace } from '../../src-simulator/workspace.ts';
import type { RemoteMessage } from '../../src-shared/domain/message.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import * as bluesky from '../fixtures/bluesky-account.ts';
import * as linkedin from '../fixtures/linkedin-account.ts';
import * as mastodon from '../fixtures/mastodon-account.ts';

/** What a training workspace holds at first run, read as the app reads it. */
describe('a training workspace', () => {
  let workspace: SimWorkspace;
  let http: UndiciHttp;
  const found = new Map<string, readonly RemoteMessage[]>();

  beforeAll(async () => {
    workspace = await startWorkspace({ networks: Object.keys(readers) }, { clock: createRealClock() });
    http = mastodon.openHttp();
    for (const sim of workspace.sims)
      for (const account of sim.accounts) {
        const read = readers[sim.network] ?? expect.fail(`nobody reads ${sim.network} here`);
        const messages = await read(sim.baseUrl, account);
        found.set(account.displayName, [...(found.get(account.displayName) ?? []), ...messages]);
      }
  });
  afterAll(async () => {
    await http.close();
    await workspace.close();
  });

  async function readMastodon(server: string, person: mastodon.Login): Promise<readonly RemoteMessage[]> {
    const me = await mastodon.connect(http, server, person);
    const messages: RemoteMessage[] = [];
    for (const feed of ['notifications', 'private', 'own']) {
      let page = await me.pull(feed, null);
      let cursor = page.opposite;
      messages.push(...mastodon.messagesIn(page.items));
      while (cursor !== null) {
        page = await me.pull(feed, cursor, 'older');
        messages.push(...mastodon.messagesIn(page.items));
        cursor = page.more ? page.cursor : null;
      }
    }
    return messages;
  }

  async function readBluesky(server: string, person: mastodon.Login): Promise<readonly RemoteMessage[]> {
    const me = await bluesky.connect(http, { handle: person.login, password: person.password, server });
    const messages: RemoteMessage[] = [];
    for (const feed of ['mentions', 'activity', 'private', 'own'])
      messages.push(...bluesky.messagesIn((await me.pullAll(feed, null, 100)).items));
    return messages;
  }

  async function readLinkedin(server: string, page: SimAccount): Promise<readonly RemoteMessage[]> {
    const me = await linkedin.connect(http, server, page.token, page.id, {
      now: Date.now,
      tick: () => Promise.resolve(),
    });
    const messages: RemoteMessage[] = [];
    for (const feed of ['notifications', 'own', 'comments']) {
      let read = await me.pull(feed, null);
      let cursor = read.opposite;
      messages.push(...linkedin.messagesIn(read.items));
      while (cursor !== null) {
        read = await me.pull(feed, cursor, 'older');
        messages.push(...linkedin.messagesIn(read.items));
        cursor = read.more ? read.cursor : null;
      }
    }
    return messages;
  }

  /** The networks that are read here; what the others hold is their own tests' matter. */
  const readers: Readonly<
    Record<string, (server: string, account: SimAccount) => Promise<readonly RemoteMessage[]>>
  > = { bluesky: readBluesky, linkedin: readLinkedin, mastodon: readMastodon };

  const unique = (client: string): readonly RemoteMessage[] => [
    ...new Map((found.get(client) ?? []).map((one) => [one.remoteId, one])).values(),
  ];

  it.each(['Atelier Lumière', 'Vélo & Co'])(
    '%s has a past: enough, of every kind, dated, in words',
    (client) => {
      const messages = unique(client);
      const of = (box: string) => messages.filter((one) => one.box === box);
      expect(messages.length).toBeGreaterThanOrEqual(60);
      expect(messages.length).toBeLessThanOrEqual(200);
      expect(of('public').length).toBeGreaterThanOrEqual(25);
      expect(of('private').length).toBeGreaterThanOrEqual(6);
      expect(of('activity').length).toBeGreaterThanOrEqual(15);
      const now = Date.now();
      expect(messages.every(({ createdAt }) => createdAt < now && createdAt > now - 61 * 86_400_000)).toBe(
        true,
      );
      expect(messages.filter(({ createdAt }) => createdAt > now - 86_400_000).length).toBeGreaterThanOrEqual(
        3,
      );
      const texts = messages.filter(({ box, mine }) => box === 'public' && !mine).map(mastodon.textOf);
      const bare = texts.map((text) => text.replace(/^@\S+\s*/, ''));
      expect(new Set(bare).size).toBe(bare.length);
      // Answered ones hang below what they answer.
      const answers = of('own').filter(({ parent }) => parent !== null);
      expect(answers.length).toBeGreaterThanOrEqual(4);
      expect(
        answers.every(({ parent }) => messages.some(({ remoteId }) => remoteId === parent?.remoteId)),
      ).toBe(true);
    },
  );

  it('acts when asked, by the handle that the app knows', async () => {
    for (const sim of workspace.sims) {
      const answer = await fetch(`${workspace.control.url}/_sim/${sim.network}/audience/act`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.control.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ account: sim.accounts[0]?.handle }),
      });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toHaveProperty('id');
    }
  });
});
