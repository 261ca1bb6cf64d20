import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { createFacebookSim, type FacebookSim } from '../../src-simulator/facebook/sim.ts';
import { at, createGraphClient, dataOf, textAt, type GraphReply } from '../fixtures/graph-client.ts';

const DAY = 86_400_000;

describe('logging in to the simulated Facebook', () => {
  let clock: ManualClock;
  let sim: FacebookSim;
  let cookie = '';
  let landing = '';

  beforeAll(async () => {
    clock = createManualClock();
    sim = await createFacebookSim({ clock, seed: 1 });
    landing = `${sim.baseUrl}/connect/login_success.html`;
  });
  afterAll(() => sim.close());

  const browse = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, sim.baseUrl), {
      ...init,
      redirect: 'manual',
      headers: { cookie, 'accept-language': 'fr' },
    });
  const submit = (path: string, fields: Readonly<Record<string, string>>) =>
    browse(path, { method: 'POST', body: new URLSearchParams(fields) });
  const dialog = (more: Readonly<Record<string, string>> = {}) =>
    `/v26.0/dialog/oauth?${new URLSearchParams({
      client_id: sim.app.id,
      redirect_uri: landing,
      state: 'xyz',
      response_type: 'code',
      scope: 'pages_show_list,pages_manage_posts',
      ...more,
    }).toString()}`;
  const token = (query: Readonly<Record<string, string>>): Promise<GraphReply> =>
    createGraphClient(sim.baseUrl, undefined).get('/oauth/access_token', query);
  const hiddenOf = (page: string): Record<string, string> =>
    Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
        ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')],
      ),
    );

  async function consent(decision: 'allow' | 'deny'): Promise<URL> {
    const page = await (await browse(dialog())).text();
    const { fb_dtsg = '' } = hiddenOf(page);
    const answer = await submit('/dialog/oauth', {
      fb_dtsg,
      client_id: sim.app.id,
      redirect_uri: landing,
      scope: 'pages_show_list,pages_manage_posts',
      state: 'xyz',
      decision,
    });
    return new URL(answer.headers.get('location') ?? '');
  }
  const exchange = async (code: string) =>
    token({ client_id: sim.app.id, client_secret: sim.app.secret, redirect_uri: landing, code });

  it('shows the dialog to whom has signed in and has a role', async () => {
    const first = await browse(dialog());
    expect(first.status).toBe(302);
    expect(first.headers.get('location')).toContain('/login.php');
    expect(
      (await submit('/login.php', { next: '/', email: 'contact@atelier-lumiere.example', pass: 'wrong' }))
        .status,
    ).toBe(401);
    const entered = await submit('/login.php', {
      next: dialog(),
      email: 'contact@atelier-lumiere.example',
      pass: 'ondine-en-laiton',
    });
    cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await (await browse(dialog())).text();
    expect(page).toContain('Autoriser Vigie');
    expect(page).toContain('Atelier Lumière – Boutique de Lyon');
  });

  it('refuses other addresses, other apps and unknown permissions on its own page', async () => {
    for (const more of [
      { redirect_uri: 'http://127.0.0.1:9/callback' },
      { client_id: '42' },
      { scope: 'publish_actions' },
    ])
      expect((await browse(dialog(more))).status, JSON.stringify(more)).toBe(400);
  });

  it('sends a refusal back in the address', async () => {
    const back = await consent('deny');
    expect(back.origin + back.pathname).toBe(landing);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      error_reason: 'user_denied',
      state: 'xyz',
    });
  });

  it('exchanges a code once, with the secret and the same address, then for a long access', async () => {
    const back = await consent('allow');
    const code = back.searchParams.get('code') ?? '';
    expect(await (await fetch(back)).text()).toContain('Copiez');
    expect(
      at(
        (await token({ client_id: sim.app.id, client_secret: 'wrong', redirect_uri: landing, code })).body,
        'error',
        'code',
      ),
    ).toBe(1);
    expect(
      at(
        (
          await token({
            client_id: sim.app.id,
            client_secret: sim.app.secret,
            redirect_uri: 'https://vigie.example/oauth',
            code,
          })
        ).body,
        'error',
        'code',
      ),
    ).toBe(100);
    const short = await exchange(code);
    expect(short.body).toMatchObject({ token_type: 'bearer', expires_in: 7200 });
    expect(at((await exchange(code)).body, 'error', 'code')).toBe(100);
    const long = await token({
      grant_type: 'fb_exchange_token',
      client_id: sim.app.id,
      client_secret: sim.app.secret,
      fb_exchange_token: textAt(short.body, 'access_token'),
    });
    expect(at(long.body, 'expires_in')).toBe(5_184_000);
    const me = createGraphClient(sim.baseUrl, textAt(long.body, 'access_token'));
    const pages = dataOf((await me.get('/me/accounts', { fields: 'id,name,access_token,tasks' })).body);
    expect(pages.map((page) => at(page, 'name'))).toEqual([
      'Atelier Lumière',
      'Atelier Lumière – Boutique de Lyon',
    ]);
    const pageToken = textAt(pages[0], 'access_token');
    const debug = await me.get('/debug_token', { input_token: pageToken });
    expect(debug.body).toMatchObject({
      data: { type: 'PAGE', is_valid: true, expires_at: 0, profile_id: sim.accounts[0]?.id },
    });
    // A page's access outlives the person's.
    await clock.advance(61 * DAY);
    expect(at((await me.get('/me')).body, 'error', 'error_subcode')).toBe(463);
    const page = createGraphClient(sim.baseUrl, pageToken);
    expect((await page.get('/me', { fields: 'name' })).body).toMatchObject({ name: 'Atelier Lumière' });
    expect(at((await page.post('/me/feed', { message: 'Toujours là' })).body, 'id')).toContain(
      sim.accounts[0]?.id,
    );
  });

  it('tells what was granted, and ends all of it at once', async () => {
    const short = await exchange((await consent('allow')).searchParams.get('code') ?? '');
    const me = createGraphClient(sim.baseUrl, textAt(short.body, 'access_token'));
    const granted = dataOf((await me.get('/me/permissions')).body);
    expect(granted.map((one) => at(one, 'permission'))).toEqual([
      'pages_show_list',
      'pages_manage_posts',
      'public_profile',
    ]);
    expect((await me.delete('/me/permissions')).body).toEqual({ success: true });
    expect(at((await me.get('/me')).body, 'error', 'error_subcode')).toBe(458);
  });

  it('keeps no secret in the ledger', async () => {
    const written = JSON.stringify(sim.control.ledger.entries());
    expect(written).not.toContain(sim.app.secret);
    expect(written).not.toMatch(/EAA[UP]/);
  });
});
