import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../src-main/connectors/meta/graph.ts';
import { refusalOf, type Kind } from '../../../src-main/connectors/meta/graph-error.ts';
import { codeOf } from '../../../src-main/connectors/meta/login.ts';
import { originOf, placesOf, productionOrigin } from '../../../src-main/connectors/meta/places.ts';
import { afterOf, wireListSchema, wireTime } from '../../../src-main/connectors/meta/wire-graph.ts';
import { excerptOf, richTextOf, sameWords } from '../../../src-main/connectors/meta/words.ts';
import * as v from 'valibot';

const scene = { host: 'graph.example', now: 1_000 };
const json = { 'content-type': 'application/json' };

function meaning(
  error: Readonly<Record<string, unknown>>,
  kind: Kind = 'write',
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): string {
  const refused = refusalOf(
    { status, headers: { ...json, ...headers }, text: JSON.stringify({ error }) },
    kind,
    scene,
  );
  if (refused === null) return 'yes';
  const { error: said } = refused;
  if (said.tag === 'rate-limited') return `rate-limited ${String(said.until)}`;
  const until =
    said.tag === 'unknown-outcome' && said.until !== undefined ? ` until ${String(said.until)}` : '';
  return `${said.tag} ${said.failure.code}${until}`;
}

describe('an error of the Graph', () => {
  it.each([
    [{ code: 190, error_subcode: 463 }, 'auth token-revoked'],
    [{ code: 190, error_subcode: 459 }, 'auth account-suspended'],
    [{ code: 190, error_subcode: 492 }, 'auth scope-missing'],
    [{ code: 102 }, 'auth token-revoked'],
    [{ code: 104 }, 'auth token-revoked'],
    [{ code: 10 }, 'auth scope-missing'],
    [{ code: 200 }, 'auth scope-missing'],
    [{ code: 299 }, 'auth scope-missing'],
    [{ code: 10, error_subcode: 2018278 }, 'rejected reply-window-closed'],
    [{ code: 100, error_subcode: 33 }, 'gone target-gone'],
    [{ code: 197 }, 'rejected text-empty'],
    [{ code: 506 }, 'unknown-outcome duplicate-post'],
    [{ code: 100, error_subcode: 1366051 }, 'unknown-outcome duplicate-post'],
    [{ code: 368, error_user_msg: 'You already posted this' }, 'unknown-outcome duplicate-post'],
    [
      { code: 368, message: 'You already posted this', error_user_msg: 'Vous avez déjà publié ceci.' },
      'unknown-outcome duplicate-post',
    ],
    [
      { code: 368, error_user_msg: 'Cela a été publié récemment.' },
      'unknown-outcome server-error until 7201000',
    ],
    [{ code: 10, error_subcode: 2534014 }, 'unknown-outcome duplicate-post'],
    [{ code: 10900, error_subcode: 2534014 }, 'unknown-outcome duplicate-post'],
    [{ code: 100, error_subcode: 1363047 }, 'unknown-outcome server-error'],
    [{ code: 1609010 }, 'unknown-outcome server-error'],
    [{ code: 100, error_subcode: 1404112 }, 'auth account-suspended'],
    [{ code: 368, error_subcode: 1404006 }, 'auth account-suspended'],
    [{ code: 4854002 }, 'auth account-suspended'],
    [{ code: 200, error_subcode: 1404078 }, 'auth account-suspended'],
    [
      {
        code: 100,
        message: '(#100) The specified scheduled publish time is invalid.',
        error_user_msg: 'L’heure choisie ne va pas.',
      },
      'rejected schedule-too-soon',
    ],
    [{ code: 1 }, 'unknown-outcome server-error'],
    [{ code: 2, is_transient: true }, 'unknown-outcome server-error'],
    [{ code: '2' }, 'unknown-outcome server-error'],
    [{ code: 100, error_subcode: 1366046 }, 'rejected media-type-refused'],
    [{ code: 6000, error_subcode: 1363023 }, 'rejected media-too-large'],
    [{ code: 351 }, 'rejected media-processing-failed'],
    [{ code: 1609005 }, 'rejected rejected'],
  ])('%j of a write means %s', (error, expected) => {
    expect(meaning(error)).toBe(expected);
  });

  it('of a read is safe to repeat where a write would not be', () => {
    expect(meaning({ code: 2 }, 'read', 500)).toBe('server server-error');
    expect(meaning({ code: 506 }, 'read')).toBe('server duplicate-post');
    expect(meaning({ code: 368 }, 'read')).toBe(`rate-limited ${String(1_000 + 2 * 3_600_000)}`);
  });

  it.each([4, 17, 32, 341, 613, 80001, 80002, 80004, 80006])(
    '%i asks to wait, whatever the status',
    (code) => {
      for (const status of [400, 403, 429])
        expect(meaning({ code }, 'write', status)).toBe(`rate-limited ${String(1_000 + 15 * 60_000)}`);
      const usage = { '901': [{ type: 'pages', estimated_time_to_regain_access: 3 }] };
      expect(meaning({ code }, 'write', 400, { 'x-business-use-case-usage': JSON.stringify(usage) })).toBe(
        `rate-limited ${String(1_000 + 3 * 60_000)}`,
      );
    },
  );

  it('may be no error of the Graph’s at all', () => {
    const html = { status: 200, headers: { 'content-type': 'text/html' }, text: '<!doctype html>Sorry' };
    expect(refusalOf(html, 'write', scene)?.error).toMatchObject({
      tag: 'unknown-outcome',
      failure: { code: 'html-instead-of-data' },
    });
    expect(refusalOf(html, 'read', scene)?.error.tag).toBe('server');
    expect(refusalOf({ status: 200, headers: json, text: '{}' }, 'write', scene)).toBeNull();
    expect(refusalOf({ status: 503, headers: json, text: '' }, 'write', scene)?.error.tag).toBe(
      'unknown-outcome',
    );
  });

  it('is read by a network of its own first', () => {
    const refused = refusalOf(
      { status: 400, headers: json, text: '{"error":{"code":4,"error_subcode":2207051}}' },
      'write',
      scene,
      (said) =>
        said.error_subcode === 2207051
          ? { tag: 'unknown-outcome', failure: { code: 'rejected', detail: {} } }
          : null,
    );
    expect(refused?.error.tag).toBe('unknown-outcome');
  });
});

describe('what is kept of an answer', () => {
  it('holds no access, whether a member, an address or bare', () => {
    const text = JSON.stringify({
      access_token: 'EAAPsecret0123456789abcdef',
      paging: { next: 'https://graph.example/x?access_token=EAAUsecret0123456789abcdef&after=A' },
      note: 'EAAGsecret0123456789abcdef',
    });
    expect(withoutSecrets(text)).not.toContain('secret');
    expect(withoutSecrets(text)).toContain('after=A');
  });

  it('goes on while the network names a next page, and stops where it does not', () => {
    const list = (paging: unknown) => afterOf(v.parse(wireListSchema, { data: [], paging }));
    expect(list({ cursors: { after: 'B' }, next: 'https://graph.example/x?access_token=E&after=B' })).toBe(
      'B',
    );
    expect(list({ next: 'https://graph.example/x?access_token=E&after=C' })).toBe('C');
    expect(list({ cursors: { after: 'B' } })).toBeNull();
    expect(list(undefined)).toBeNull();
  });

  it('has moments with an offset that JavaScript does not read, or seconds', () => {
    for (const text of ['2026-09-01T10:00:00+0000', '2026-09-01T12:00:00+02:00', '1788256800', 1_788_256_800])
      expect(v.parse(wireTime, text)).toBe(Date.UTC(2026, 8, 1, 10));
    expect(v.safeParse(wireTime, 'yesterday').success).toBe(false);
  });
});

describe('where the login lands', () => {
  it('gives a code only for our own question', () => {
    const landing = 'https://www.facebook.com/connect/login_success.html';
    expect(codeOf(`${landing}?code=AQ1&state=s#_`, 's')).toEqual({ tag: 'ok', value: 'AQ1' });
    expect(codeOf(` ${landing}?code=AQ1%23_&state=s `, 's')).toEqual({ tag: 'ok', value: 'AQ1' });
    for (const address of [`${landing}?code=AQ1&state=t`, `${landing}?code=AQ1`, 'AQ1', ''])
      expect(codeOf(address, 's')).toMatchObject({ error: { failure: { code: 'authorisation-mismatch' } } });
    expect(codeOf(`${landing}?error=access_denied&state=s`, 's')).toMatchObject({
      error: { failure: { code: 'authorisation-refused' } },
    });
  });

  it('is a host of the network’s, or a loopback server that plays all of them', () => {
    expect(placesOf(productionOrigin).graphVideo).toBe('https://graph-video.facebook.com');
    expect(
      new Set(Object.values(placesOf('http://127.0.0.1:4711')).map((place) => new URL(place).origin)),
    ).toEqual(new Set(['http://127.0.0.1:4711']));
    expect(originOf('')).toBe(productionOrigin);
    expect(originOf('http://127.0.0.1:4711/x')).toBe('http://127.0.0.1:4711');
    expect(originOf('http://elsewhere.example')).toBeNull();
    expect(originOf('no address')).toBeNull();
  });
});

describe('words', () => {
  it('become nodes: addresses without what ends a sentence, tags with a letter in them', () => {
    expect(richTextOf('Voir https://ex.example/a, #laiton #2026\nfin')).toEqual([
      { tag: 'text', text: 'Voir ' },
      { tag: 'link', text: 'https://ex.example/a', url: 'https://ex.example/a' },
      { tag: 'text', text: ', ' },
      { tag: 'tag', text: '#laiton', name: 'laiton' },
      { tag: 'text', text: ' #2026' },
      { tag: 'break' },
      { tag: 'text', text: 'fin' },
    ]);
  });

  it('are the same however spaces and accents are written', () => {
    expect(sameWords('Été  à\r\n Lyon ', 'E\u0301te\u0301 à\nLyon')).toBe(true);
    expect(sameWords('Lyon', 'lyon')).toBe(false);
  });

  it('are cut for an excerpt without halving a character', () => {
    expect(excerptOf(`${'a'.repeat(198)}😀😀`)).toBe(`${'a'.repeat(198)}…`);
  });
});
