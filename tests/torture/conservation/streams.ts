import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../fixtures/death-and-faults.ts';
import type { Refusal } from '../../fixtures/memory-store.ts';
import {
  begin,
  end,
  expected,
  newDisk,
  none,
  pointsOfALife,
  survive,
  wipe,
} from '../../fixtures/stream-lives.ts';
import type { Played } from '../row.ts';

type Plans = (at: number) => readonly [Plan, Plan, Refusal?];

/** What is done to the two ends, at each point in turn. `side`: whose points are counted. */
const campaigns: readonly { readonly name: string; readonly side: 'main' | 'page'; readonly plans: Plans }[] =
  [
    { name: 'page killed', side: 'page', plans: (at) => [none, { tag: 'kill', at }] },
    { name: 'main killed', side: 'main', plans: (at) => [{ tag: 'kill', at }, none] },
    ...(['nothing', 'half', 'all'] as const).map((refusal) => ({
      name: `store write refused, ${refusal} of it in`,
      side: 'page' as const,
      plans: (at: number) => [none, { tag: 'fail', at, every: null }, refusal] as const,
    })),
    // The first write is the journal's beginning: refused, main does not start at all.
    {
      name: 'journal write refused',
      side: 'main',
      plans: (at) => [{ tag: 'fail', at: at + 4, every: null }, none],
    },
    {
      name: 'every few store writes refused',
      side: 'page',
      plans: (at) => [none, { tag: 'fail', at, every: 2 + (at % 5) }, 'half'],
    },
  ];

/** The k-th store write failed, or the k-th kill between offer and acknowledgement, for each k: no row is missing. */
export async function playStreams(index: number): Promise<Played> {
  const campaign = campaigns[index % campaigns.length];
  if (campaign === undefined) throw new Error('there are campaigns');
  const violations: string[] = [];
  let lives = 0;
  await begin();
  try {
    const points = await pointsOfALife();
    for (let at = 1; at <= points[campaign.side]; at += 1) {
      lives += 1;
      const rows = await survive(newDisk(), ...campaign.plans(at));
      if (!isDeepStrictEqual(rows, expected))
        violations.push(`${campaign.name}, at point ${at}: the store holds ${JSON.stringify(rows)}`);
      await wipe();
    }
  } finally {
    await end();
  }
  return { figures: { 'stream lives': lives, 'rows missing': violations.length }, violations };
}
