import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { readIntent, writeIntent } from '../../src-renderer/store/queries/intents.ts';
import { takeBack } from '../../src-renderer/store/queries/take-back.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { accountId, deliveryId, type IntentId } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';
import { account, workspace } from '../fixtures/rows.ts';
import { delivery } from '../unit/departure/samples.ts';

/** A wish that main holds, does not hold, or holds for one of its accounts. */
const points = createPoints({ tag: 'none' });
const second = accountId('bluesky', 'two.example', '2');
const both = [account, second];
let disk: StoreDisk;
let databases: Databases;
let asked: string[];

beforeEach(async () => {
  disk = createStoreDisk();
  ({ databases } = await disk.open(points));
  asked = [];
});
afterEach(() => disk.release());

/** Takes a new wish back from a main that answers so, account by account. */
async function takenBack(
  answers: readonly Result<null, Failure>[],
  told: (id: IntentId) => Promise<unknown> = () => Promise.resolve(),
) {
  const id = await writeIntent(
    databases,
    {
      workspaceId: workspace,
      postId: null,
      action: { tag: 'publish' },
      when: { tag: 'now', graceMs: 0 },
      executor: 'machine',
      targets: both.map((one) => ({ accountId: one, content: { ...emptyContent, text: 'Bonjour' } })),
    },
    1,
  );
  const row = await readIntent(databases, id);
  if (row === null) expect.fail('no wish');
  const cancel = (given: { readonly deliveryId: string }) => {
    asked.push(given.deliveryId);
    return Promise.resolve(answers[asked.length - 1] ?? err(failure('unknown-delivery')));
  };
  const { client } = createDirectBridge(() => ({ outbox: { cancel } }), points);
  const answer = await takeBack(
    { bridge: client, databases, now: () => 2, caughtUp: async () => void (await told(id)) },
    row,
    both,
  );
  const ids = both.map((one) => deliveryId(id, one));
  return { answer, row: await readIntent(databases, id), ids };
}
const unknown = err(failure('unknown-delivery'));

it('is gone where main holds nothing of it, and main is asked once more, for what was on its way', async () => {
  const { answer, row, ids } = await takenBack([unknown, unknown]);
  expect(answer).toEqual(ok('taken'));
  expect(row).toBeNull();
  expect(asked).toEqual([...ids, ...ids]);
});

it('stays known, and is not handed over again, where main has cancelled some of it', async () => {
  const { answer, row, ids } = await takenBack([ok(null), unknown]);
  expect(answer).toEqual(ok('taken'));
  expect(row?.handed).toBe('accepted');
  expect(asked).toEqual([...ids, ids[1]]);
});

it('is left as it is where something of it has left', async () => {
  const { answer, row } = await takenBack([err(failure('already-sent'))]);
  expect(answer).toMatchObject({ tag: 'err', error: { code: 'already-sent' } });
  expect(row?.handed).toBe('pending');
});

it('is stopped, and no draft again, where a part of it stands', async () => {
  const part = { step: 'part-1', remoteId: '1', url: null, at: 1 };
  const stopped = (id: IntentId) =>
    databases.mirror.deliveries.insert(
      delivery({ id: deliveryId(id, second), intentId: id, state: 'sent', parts: [part] }, second),
    );
  const { answer } = await takenBack([ok(null), ok(null)], stopped);
  expect(answer).toEqual(ok('stopped'));
});
