import { describe, expect, it } from 'vitest';
import { createAnswer, type AllHandlers } from '../../../src-main/bridge/answer.ts';
import { createLog } from '../../../src-main/diagnostics/log.ts';
import { contract } from '../../../src-shared/bridge/index.ts';
import type { Namespace } from '../../../src-shared/bridge/types.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

type Loose = Record<string, Record<string, (args: unknown) => Promise<unknown>>>;

/** Handlers for every call, that refuse; `over` replaces some. What they are given is noted. */
function bridge(over: Loose = {}) {
  const log = createLog({ now: () => 0, file: null });
  const called: string[] = [];
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  const handlers = Object.fromEntries(
    Object.entries(namespaces).map(([name, { calls }]) => [
      name,
      Object.fromEntries(
        Object.keys(calls).map((key) => [
          key,
          (args: unknown): Promise<unknown> => {
            called.push(`${name}.${key}`);
            return over[name]?.[key]?.(args) ?? Promise.resolve(err(failure('not-offered')));
          },
        ]),
      ),
    ]),
  );
  const answer = createAnswer({ handlers: handlers as unknown as AllHandlers, log });
  return { answer, called, log };
}
const codeOf = (result: Result<unknown, { readonly code: string }>): string =>
  result.tag === 'err' ? result.error.code : 'ok';

describe('a call of the interface', () => {
  it('reaches its handler with parsed arguments, and nothing that the contract does not name', async () => {
    let given: unknown = null;
    const { answer } = bridge({
      app: {
        copyText: (args) => {
          given = args;
          return Promise.resolve(ok(null));
        },
      },
    });
    expect(await answer('app.copyText', { text: 'Bonjour', extra: 'x', __proto__: { polluted: 1 } })).toEqual(
      ok(null),
    );
    expect(given).toEqual({ text: 'Bonjour' });
  });

  it.each([
    'app',
    'app.',
    '.info',
    'app.nothing',
    'nothing.info',
    'app.info.toString',
    'constructor',
    '__proto__.info',
    'app.__proto__',
    'app.constructor',
    'toString',
    '',
    null,
    undefined,
    42,
    ['app.info'],
    { toString: () => 'app.info' },
  ])('by the name %j is unknown', async (name) => {
    const { answer, called } = bridge();
    expect(codeOf(await answer(name, null))).toBe('unknown-call');
    expect(called).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['app.copyText', null],
    ['app.copyText', undefined],
    ['app.copyText', 'text'],
    ['app.copyText', { text: 12 }],
    ['app.copyText', { text: { toString: 'x' } }],
    ['app.copyText', { text: 'x'.repeat(1_000_001) }],
    ['app.openLink', { url: 'https://example.org/'.padEnd(4_001, 'x') }],
    ['app.saveSettings', { undoSeconds: 61 }],
    ['app.saveSettings', { undoSeconds: Number.NaN }],
    ['app.saveSettings', { theme: 'pink' }],
    ['accounts.connect', { attempt: '1', network: 'nowhere', workspaceId: 'w', fields: {}, reconnect: null }],
    ['accounts.connect', { attempt: '1', network: 'mastodon', workspaceId: '', fields: {}, reconnect: null }],
    [
      'accounts.connect',
      { attempt: '1', network: 'mastodon', workspaceId: 'w', fields: { a: 1 }, reconnect: null },
    ],
    ['streams.ack', { epoch: 'e', number: '1' }],
    ['outbox.submit', {}],
    [
      'authored.keep',
      { rows: Array.from({ length: 501 }, () => ({ collection: 'posts', id: 'x', row: null })) },
    ],
    ['authored.keep', { rows: [{ collection: 'accounts', id: 'x', row: null }] }],
    ['training.start', { workspaceIds: ['w'] }],
    ['app.info', { unexpected: true }],
  ])('%s with %j is refused before its handler, and the log says where but not what', async (name, args) => {
    const { answer, called, log } = bridge();
    expect(codeOf(await answer(name, args))).toBe('bad-arguments');
    expect(called).toEqual([]);
    const [line] = log.recent(1, false);
    expect(line).toMatchObject({ event: 'bridge.bad-arguments', fields: { call: name } });
    expect(JSON.stringify(line)).not.toContain('pink');
  });

  it('is answered with the contract’s fields only: whatever else a handler holds stays behind', async () => {
    const { answer } = bridge({
      app: { saveFile: () => Promise.resolve(ok({ saved: true, accessJwt: 'eyJ.secret' })) },
      accounts: {
        findPeople: () =>
          Promise.resolve(
            ok([{ remoteId: '1', name: 'A', handle: 'a', avatarUrl: null, secret: { accessToken: 't' } }]),
          ),
      },
      sync: {
        refresh: () =>
          Promise.resolve({
            tag: 'err',
            error: { code: 'offline', detail: { host: 'h' }, token: 'secret' },
            secret: 1,
          }),
      },
    });
    expect(await answer('app.saveFile', { name: 'n', text: 't' })).toEqual(ok({ saved: true }));
    expect(await answer('accounts.findPeople', { accountId: 'a', query: 'q' })).toEqual(
      ok([{ remoteId: '1', name: 'A', handle: 'a', avatarUrl: null }]),
    );
    expect(await answer('sync.refresh', { accountId: null })).toEqual({
      tag: 'err',
      error: { code: 'offline', detail: { host: 'h' } },
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['answers what the contract does not allow', () => Promise.resolve(ok({ saved: 'yes, to /home/eve' }))],
    ['answers nothing', () => Promise.resolve(undefined)],
    ['fails with something that is no failure', () => Promise.resolve({ tag: 'err', error: 'secret words' })],
    ['throws', () => Promise.reject(new TypeError('secret words'))],
    [
      'throws at once',
      () => {
        throw new RangeError('secret words');
      },
    ],
    // eslint-disable-next-line prefer-promise-reject-errors -- that is what is tried
    ['rejects with a text', () => Promise.reject('secret words' as unknown as Error)],
  ])('whose handler %s is “internal”, and nothing of it is told or logged', async (_, saveFile) => {
    const { answer, log } = bridge({ app: { saveFile } });
    const told = await answer('app.saveFile', { name: 'n', text: 't' });
    expect(told).toEqual(err(failure('internal')));
    expect(log.recent(5, true)).toHaveLength(1);
    expect(JSON.stringify([told, log.recent(5, true)])).not.toMatch(/secret|home/);
  });
});

describe('the bridge', () => {
  it('does not begin with a call that nobody answers', () => {
    const log = createLog({ now: () => 0, file: null });
    expect(() => createAnswer({ handlers: { app: {} } as unknown as AllHandlers, log })).toThrow(
      'No handler',
    );
  });
});
