import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from '../../../src-main/diagnostics/log.ts';

describe('the local log', () => {
  it('has no field for a text nor a secret', () => {
    const log = createLog({ now: () => 7, file: null });
    const secretive = [
      'text',
      'body',
      'token',
      'accessToken',
      'secret',
      'password',
      'authorization',
      'cookie',
      'handle',
      'message',
      'query',
      'url',
      'headers',
      'alt',
      'excerpt',
      '__proto__',
    ];
    log.error('x', Object.fromEntries(secretive.map((name) => [name, 'canary'])));
    log.info('y', { account: 'a', code: 'offline', text: 'canary' });
    expect(log.recent(10, false)).toEqual([
      { at: 7, level: 'info', event: 'y', fields: { account: 'a', code: 'offline' } },
      { at: 7, level: 'error', event: 'x', fields: {} },
    ]);
  });

  it('cuts long words and drops what is no word', () => {
    const log = createLog({ now: () => 0, file: null });
    const fields = { at: 'x'.repeat(5_000), code: { deep: 'canary' }, name: ['canary'], ms: 12, kind: null };
    log.warn('x', fields as unknown as LogFields);
    expect(log.recent(1, true)[0]?.fields).toEqual({ at: 'x'.repeat(200), ms: 12, kind: null });
  });

  it('writes each line to its file, and stops nothing when it cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-log-'));
    const file = join(folder, 'log.jsonl');
    const log = createLog({ now: () => 1, file });
    log.info('one', { ms: 1 });
    log.info('two', { token: 'canary' });
    await expect.poll(async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').length).toBe(3);
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: 1, level: 'info', event: 'one', fields: { ms: 1 } },
      { at: 1, level: 'info', event: 'two', fields: {} },
    ]);
    const lost = createLog({ now: () => 1, file: join(folder, 'nowhere', 'log.jsonl') });
    lost.error('three');
    expect(lost.recent(1, true)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('keeps the last two thousand', () => {
    const log = createLog({ now: () => 0, file: null });
    for (let count = 0; count < 2_500; count += 1) log.info('x', { count });
    const all = log.recent(10_000, false);
    expect([all.length, all[0]?.fields['count'], all.at(-1)?.fields['count']]).toEqual([2_000, 2_499, 500]);
  });
});
