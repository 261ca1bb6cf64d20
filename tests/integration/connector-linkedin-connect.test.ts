import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthoriseContext, Choice, Session } from '../../src-main/connectors/contract.ts';
import { ok } from '../../src-shared/result.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { LinkedinSettings } from '../../src-simulator/linkedin/settings.ts';
import type { LinkedinSim } from '../../src-simulator/linkedin/sim.ts';
import { startLinkedinSim } from '../../src-simulator/linkedin/start.ts';
import {
  accountOf,
  authoriseContext,
  connector,
  createOf,
  error,
  value,
} from '../fixtures/linkedin-account.ts';
import { openHttp } from '../fixtures/mastodon-account.ts';
import { askedByConnecting, createRequestsMade } from '../fixtures/requests-made.ts';

const http = openHttp();
let clock: ManualClock;
let sim: LinkedinSim;

async function start(settings: Partial<LinkedinSettings> = {}): Promise<void> {
  clock = createManualClock();
  sim = await startLinkedinSim({ clock, settings });
  requests.follow(sim);
}
const requests = createRequestsMade('linkedin');
beforeEach(() => start());
afterEach(() => sim.close());

const context = (
  way: string,
  fields: Readonly<Record<string, string>>,
  more: Partial<AuthoriseContext> = {},
): AuthoriseContext =>
  authoriseContext(http, () => clock.now(), way, { server: sim.baseUrl, ...fields }, more);
const app = () => ({ 'app-id': sim.apps.partner.id, 'app-secret': sim.apps.partner.secret });
const handles = (sessions: readonly Session[]): readonly string[] =>
  sessions.map(({ identity }) => identity.name);

/** Signs in at the page and allows, as a person does; answers where the browser ends. */
async function browse(address: string, button = 'Autoriser'): Promise<string> {
  let cookie = '';
  const visit = async (url: string, form?: Readonly<Record<string, string>>) => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, 'accept-language': 'fr' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { html: await answer.text(), location: answer.headers.get('location') ?? '' };
  };
  const formOf = (html: string, label: string): Record<string, string> => {
    const form = html.split('<form').find((part) => part.includes(`>${label}</button>`)) ?? '';
    const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
    return Object.fromEntries(
      [...fields].map(([, name = '', text = '']) => [name, text.replaceAll('&amp;', '&')]),
    );
  };
  const first = await visit(address);
  if (first.location !== '') return first.location;
  const { login, password } = sim.accounts[0] ?? expect.fail('no account');
  await visit(`${sim.baseUrl}/uas/login-submit`, {
    ...formOf(first.html, 'S’identifier'),
    session_key: login,
    session_password: password,
  });
  const consent = await visit(address);
  const { pathname } = new URL(address);
  return (await visit(sim.baseUrl + pathname, formOf(consent.html, button))).location;
}

/** The loopback listener of the native flow, reduced to what comes back. */
const loopback: AuthoriseContext['loopback'] = () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return Promise.resolve({
    redirectUri: 'http://127.0.0.1:45999/oauth/callback',
    pkce: { verifier, challenge },
    wait: async (url) => ok(new URL(await browse(url)).searchParams),
    close: () => undefined,
  });
};

describe('a pasted token (linkedin §1)', () => {
  it('offers the pages one posts for and oneself, and connects what was chosen', async () => {
    let offered: readonly Choice[] = [];
    const sessions = value(
      await connector.authorise(
        context(
          'token',
          { token: sim.accounts[0]?.token ?? '' },
          {
            choose: (choices) => {
              offered = choices;
              return Promise.resolve(ok(choices.slice(0, 2).map(({ id }) => id)));
            },
          },
        ),
      ),
    );
    expect(offered.map(({ name }) => name)).toEqual(['Atelier Lumière', 'Vélo & Co', 'Margaux Delorme']);
    expect(handles(sessions)).toEqual(['Atelier Lumière', 'Vélo & Co']);
    const [page] = sessions;
    expect(page?.identity).toMatchObject({
      remoteId: sim.accounts[0]?.id,
      handle: 'atelierlumiere',
      origin: sim.baseUrl,
    });
    // Nobody said until when: the longest that it can be.
    expect(
      connector.accessOf(page?.secret ?? {}, page?.identity.manifest ?? connector.manifest),
    ).toMatchObject({
      endsAt: clock.now() + 60 * 86_400_000,
      renews: false,
    });
  });

  it('asks the network what the token is when the app is named', async () => {
    const token = await sim.issueToken(sim.keeper('atelier-lumiere'), [
      'openid',
      'profile',
      'w_member_social',
    ]);
    await clock.advance(86_400_000);
    const [session, ...others] = value(await connector.authorise(context('token', { token, ...app() })));
    expect(others).toEqual([]);
    expect(session?.identity.name).toBe('Margaux Delorme');
    const access = connector.accessOf(
      session?.secret ?? {},
      session?.identity.manifest ?? connector.manifest,
    );
    expect(Math.round(((access.endsAt ?? 0) - clock.now()) / 86_400_000)).toBe(59);
    expect(access.permissions).toContainEqual({ name: 'publish', held: true, scope: 'w_member_social' });
    const wrong = await connector.authorise(
      context('token', { token, ...app(), 'app-secret': 'x'.repeat(16) }),
    );
    expect(error(wrong).tag).toBe('auth');
  });

  it('finds out what it may read, and takes the rest from the account’s manifest', async () => {
    const token = await sim.issueToken(sim.keeper('atelier-lumiere'), [
      'r_basicprofile',
      'r_organization_admin',
      'w_organization_social',
    ]);
    const sessions = value(await connector.authorise(context('token', { token })));
    const page = sessions.find(({ identity }) => identity.name === 'Atelier Lumière');
    expect(page?.identity.manifest.operations['create']?.class).toBe('N');
    expect(page?.identity.manifest.feeds).toEqual([]);
  });

  it('tells a person that a token is not good, after having waited for a fresh one', async () => {
    expect(
      error(await connector.authorise(context('token', { token: 'AQX-nobody-knows-it' }))),
    ).toMatchObject({
      tag: 'auth',
      failure: { code: 'token-revoked' },
    });
    await sim.close();
    await start({ freshTokenMs: 16_000 });
    const member = sim.keeper('atelier-lumiere');
    const fresh = await sim.issueToken(member, ['openid', 'profile', 'w_member_social']);
    const waits: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      waits.push(ms);
      await clock.advance(ms);
    };
    value(await connector.authorise(context('token', { token: fresh }, { pause })));
    expect(waits).toEqual([7_000, 7_000, 7_000]);
    await sim.control.revoke(member);
    const revoked = await connector.authorise(context('token', { token: fresh }, { pause }));
    expect(error(revoked)).toMatchObject({ tag: 'auth', failure: { code: 'token-revoked' } });
  });
});

describe('one’s own app (linkedin §1)', () => {
  const opened: string[] = [];
  const paste =
    (bring: (landed: string) => string): AuthoriseContext['paste'] =>
    async (address) => {
      opened.push(address);
      return ok(bring(await browse(address)));
    };

  it('ends on LinkedIn’s own page, whose address the person brings', async () => {
    const sessions = value(
      await connector.authorise(context('own-app', app(), { paste: paste((landed) => landed) })),
    );
    expect(handles(sessions)).toEqual(['Atelier Lumière', 'Vélo & Co', 'Margaux Delorme']);
    const asked = new URL(opened.at(-1) ?? '');
    expect(asked.searchParams.get('scope')).toBe(
      'r_basicprofile w_member_social w_organization_social r_organization_social r_organization_admin rw_organization_admin',
    );
    // Spaces are no pluses in what the browser opens.
    expect(asked.search).not.toContain('+');
  });

  it('asks for no more than was chosen', async () => {
    const fields = { ...app(), grants: 'publish' };
    const [page] = value(
      await connector.authorise(context('own-app', fields, { paste: paste((landed) => landed) })),
    );
    expect(new URL(opened.at(-1) ?? '').searchParams.get('scope')).not.toContain('rw_organization_admin');
    expect(page?.identity.manifest.feeds.map(({ name }) => name)).toEqual(['own', 'comments']);
    const member = await connector.authorise(
      context('own-app-member', app(), { paste: paste((landed) => landed) }),
    );
    expect(handles(value(member))).toEqual(['Margaux Delorme']);
    expect(new URL(opened.at(-1) ?? '').searchParams.get('scope')).toBe('openid profile w_member_social');
  });

  it('takes the code alone, and no address of another attempt', async () => {
    const code = paste((landed) => new URL(landed).searchParams.get('code') ?? '');
    value(await connector.authorise(context('own-app', app(), { paste: code })));
    const foreign = paste((landed) => landed.replace(/state=[^&]*/, 'state=another'));
    expect(error(await connector.authorise(context('own-app', app(), { paste: foreign })))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-mismatch' },
    });
  });

  it('says who refused what', async () => {
    const refuse: AuthoriseContext['paste'] = async (address) => ok(await browse(address, 'Annuler'));
    expect(error(await connector.authorise(context('own-app', app(), { paste: refuse })))).toMatchObject({
      failure: { code: 'authorisation-refused' },
    });
    const selfServe = { 'app-id': sim.apps.selfServe.id, 'app-secret': sim.apps.selfServe.secret };
    const denied = await connector.authorise(
      context('own-app', selfServe, { paste: paste((landed) => landed) }),
    );
    expect(error(denied)).toMatchObject({ failure: { code: 'scope-missing' } });
    const wrong = { ...app(), 'app-secret': 'not-the-secret' };
    const unknown = await connector.authorise(
      context('own-app', wrong, { paste: paste((landed) => landed) }),
    );
    expect(error(unknown)).toMatchObject({ failure: { code: 'app-refused' } });
  });

  it('comes back by itself in the native flow, without a secret', async () => {
    const sessions = value(
      await connector.authorise(context('native', { 'app-id': sim.apps.partner.id }, { loopback })),
    );
    expect(handles(sessions)).toContain('Atelier Lumière');
    expect(sessions[0]?.secret['clientSecret']).toBeNull();
  });

  it('renews what partners may renew, without a new page, until the year is over', async () => {
    const [page] = value(
      await connector.authorise(context('own-app', app(), { paste: paste((landed) => landed) })),
    );
    if (page === undefined) throw new Error('no page');
    const account = accountOf(page, http, [], { now: () => clock.now(), tick: (ms) => clock.advance(ms) });
    expect(connector.refreshAt(page.secret)).toBe(clock.now() + 5_183_999_000);
    await clock.advance(50 * 86_400_000);
    const renewed = value(await connector.refresh(account.ctx()));
    expect(renewed['accessToken']).not.toBe(page.secret['accessToken']);
    // A lost answer is asked again: the refresh token is still the same.
    const again = value(await connector.refresh(account.ctx()));
    expect(again['refreshToken']).toBe(page.secret['refreshToken']);
    const published = await connector.publish(
      account.ctx({ secret: again }),
      createOf('Renouvelé'),
      account.drawn(),
    );
    expect(value(published).tag).toBe('done');
    value(await connector.identify(account.ctx({ secret: again })));
    value(await connector.revoke(account.ctx({ secret: again })));
    await clock.advance(400 * 86_400_000);
    expect(error(await connector.refresh(account.ctx()))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-expired' },
    });
  });
});

it('asks for what connecting asks for, and for nothing that is not in docs/networks/linkedin.md', () => {
  requests.holdShare(askedByConnecting);
});
