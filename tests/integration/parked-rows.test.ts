import { expect, it } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { messageRow } from '../fixtures/rows.ts';
import { openPage, startMain, until } from '../fixtures/stream-ends.ts';
import '../fixtures/stream-lives-hooks.ts';
import { newDisk, none, parts, place, stored } from '../fixtures/stream-lives.ts';

it('what was set aside is told with its reason and put back once it can be read', async () => {
  const main = await startMain(place.folder, {}, parts);
  await main.down.push([messageRow(1), messageRow(2), messageRow(3)]);
  const [batch] = await main.journal.range('down/', 'down/~', 1);
  if (batch === undefined) throw new Error('nothing on offer');
  const spoilt = structuredClone(batch.value) as { rows: { row: { kind: unknown } }[] };
  const [, second] = spoilt.rows;
  if (second) second.row.kind = 7;
  await main.journal.write([{ tag: 'put', key: batch.key, value: spoilt }]);
  await main.journal.close();

  const next = await startMain(place.folder, {}, parts);
  const page = await openPage(newDisk(), next, createPoints(none));
  await until('all is acknowledged', () => page.greeted() && next.down.backlog() === 0);
  const [parked, ...others] = await next.parking.list(10);
  expect(others).toEqual([]);
  expect(parked).toMatchObject({ place: 'stream', kind: 'message', reason: 'row.kind', isRetryable: true });
  expect(parked?.text).toContain('message 2');

  const id = parked?.id ?? '';
  expect(await next.down.unpark(id)).toMatchObject({ tag: 'err', error: { code: 'not-readable' } });
  expect(await next.parking.list(10)).toHaveLength(1);
  // A Vigie that knows the shape.
  const kept = (await next.journal.get(id)) as { value: unknown };
  await next.journal.write([{ tag: 'put', key: id, value: { ...kept, value: messageRow(2) } }]);
  expect(await next.down.unpark(id)).toEqual(ok(null));
  await until('it is acknowledged', () => next.down.backlog() === 0);
  expect(await next.parking.list(10)).toEqual([]);
  page.stop();
  expect(await stored(page)).toMatchObject({
    messages: [
      ['m1', 'message 1', null],
      ['m2', 'message 2', null],
      ['m3', 'message 3', null],
    ],
  });
  await next.journal.close();
});
