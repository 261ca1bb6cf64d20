import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { createHandOver } from '../../src-renderer/store/hand-over.ts';
import type { Later } from '../../src-renderer/store/later.ts';
import { dropIntent, readIntent, writeIntent } from '../../src-renderer/store/queries/intents.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import type { IntentId } from '../../src-shared/ids.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';
import { account, workspace } from '../fixtures/rows.ts';
import { until } from '../fixtures/stream-ends.ts';

/** Wishes on their way to a main that may fail over one of them. */
const points = createPoints({ tag: 'none' });
let disk: StoreDisk;
let databases: Databases;
let asked: string[] = [];
let answers: ReadonlyMap<string, () => Promise<Result<{ accepted: true }, Failure>>> = new Map();

beforeEach(async () => {
  disk = createStoreDisk();
  ({ databases } = await disk.open(points));
  asked = [];
  answers = new Map();
});
afterEach(() => disk.release());

const now: Later = (_ms, run) => {
  const id = setTimeout(run, 0);
  return () => clearTimeout(id);
};

function handOver(): void {
  const submit = (intent: Intent): Promise<unknown> => {
    const words = intent.targets[0]?.content.text ?? '';
    asked.push(words);
    return answers.get(words)?.() ?? Promise.resolve(ok({ accepted: true }));
  };
  const { client } = createDirectBridge(() => ({ outbox: { submit } }), points);
  createHandOver({ bridge: client, databases, now: () => 2_000, later: now }).start();
}

const write = (text: string, at: number): Promise<IntentId> =>
  writeIntent(
    databases,
    {
      workspaceId: workspace,
      postId: null,
      action: { tag: 'publish' },
      when: { tag: 'now', graceMs: 0 },
      executor: 'machine',
      targets: [{ accountId: account, content: { ...emptyContent, text } }],
    },
    at,
  );
const handed = async (id: IntentId) => (await readIntent(databases, id))?.handed;

it('a wish over which main fails keeps back no other, and is told in the end', async () => {
  answers = new Map([['Poison', () => Promise.resolve(err(failure('internal')))]]);
  const poison = await write('Poison', 1_000);
  const other = await write('Ouvert dimanche', 1_001);
  handOver();
  await until('the other is accepted', async () => (await handed(other)) === 'accepted');
  await until('the person is told', async () => (await handed(poison)) === 'refused');
  expect((await readIntent(databases, poison))?.refusal).toMatchObject({ code: 'internal' });
  const tries = asked.filter((words) => words === 'Poison').length;
  expect(tries).toBe(8);
});

it('a wish that main cannot read is told at once', async () => {
  const poison = await write('Poison', 1_000);
  const other = await write('Ouvert dimanche', 1_001);
  const document = await databases.authored.intents.findOne(poison).exec();
  // Written by another Vigie.
  await document?.incrementalModify((row) => {
    (row as { intent: object }).intent = { ...row.intent, when: { tag: 'at sunrise' } };
    return row;
  });
  handOver();
  await until('the other is accepted', async () => (await handed(other)) === 'accepted');
  expect((await readIntent(databases, poison))?.refusal).toMatchObject({ code: 'bad-arguments' });
  expect(asked).toEqual(['Ouvert dimanche']);
});

it('a main that fails for a while takes every wish in the end', async () => {
  let left = 3;
  const flaky = () =>
    Promise.resolve(left-- > 0 ? err(failure('internal')) : ok({ accepted: true } as const));
  answers = new Map([['Poison', flaky]]);
  const wish = await write('Poison', 1_000);
  handOver();
  await until('it is accepted', async () => (await handed(wish)) === 'accepted');
});

it('a full disk makes all of them wait, and refuses none', async () => {
  let left = 20;
  const full = () =>
    Promise.resolve(left-- > 0 ? err(failure('disk-full')) : ok({ accepted: true } as const));
  answers = new Map([['Un', full]]);
  const [one, two] = [await write('Un', 1_000), await write('Deux', 1_001)];
  handOver();
  await until('both are accepted', async () =>
    [await handed(one), await handed(two)].every((state) => state === 'accepted'),
  );
  expect(asked.filter((words) => words === 'Deux')).toHaveLength(1);
});

it('what is taken back while another is being taken is never given to main', async () => {
  let answer: () => void = () => undefined;
  const slow = () =>
    new Promise<Result<{ accepted: true }, Failure>>((resolve) => {
      answer = () => resolve(ok({ accepted: true }));
    });
  answers = new Map([['Un', slow]]);
  const [one, two] = [await write('Un', 1_000), await write('Deux', 1_001)];
  const three = await write('Trois', 1_002);
  handOver();
  await until('the first is asked', () => asked.length === 1);
  await dropIntent(databases, two);
  answer();
  await until('the rest is accepted', async () => (await handed(three)) === 'accepted');
  expect(await handed(one)).toBe('accepted');
  expect(asked).toEqual(['Un', 'Trois']);
});
