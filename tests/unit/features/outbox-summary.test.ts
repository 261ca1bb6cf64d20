import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import {
  grouped,
  groups,
  outboxLines,
  type UnacceptedRow,
} from '../../../src-renderer/features/outbox/line.ts';
import { createOutboxSummary } from '../../../src-renderer/features/outbox/summary.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { deliveryStates, type Delivery } from '../../../src-shared/domain/delivery.ts';
import { intentIdSchema } from '../../../src-shared/ids.ts';
import { account, client, delivery } from '../calendar/samples.ts';

const now = Date.UTC(2026, 10, 26, 8);
const me = account('one');
const intentOf = (number: number) => v.parse(intentIdSchema, `wish-${number}`);
const executors = fc.constantFrom('machine', 'native', 'assisted');
const moments = fc.integer({ min: now - 5, max: now + 40 });

const deliveries = fc.uniqueArray(
  fc.record({
    number: fc.nat(40),
    state: fc.constantFrom(...deliveryStates.filter((state) => state !== 'sent' && state !== 'cancelled')),
    executor: executors,
    dueAt: moments,
    isOffline: fc.boolean(),
  }),
  { selector: ({ number }) => number },
);

const wishes = fc.uniqueArray(
  fc.record({
    number: fc.nat(40),
    handed: fc.constantFrom('pending', 'accepted', 'refused'),
    revision: fc.integer({ min: 1, max: 3 }),
    executor: executors,
    dueAt: moments,
  }),
  { selector: ({ number }) => number },
);

const deliveryOf = (given: {
  readonly number: number;
  readonly state: Delivery['state'];
  readonly executor: Delivery['executor'];
  readonly dueAt: number;
  readonly isOffline: boolean;
}): Delivery =>
  delivery(intentOf(given.number), 'one', null, given.state, {
    executor: given.executor,
    waiting: given.isOffline ? { tag: 'offline' } : null,
    dueAt: given.dueAt,
  });

it('the status bar counts what the outbox shows, and names the first of its departures', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(deliveries, wishes), { minLength: 1, maxLength: 4 }), (times) => {
      const summary = createOutboxSummary();
      let former = new Map<string, Delivery>();
      for (const [held, wished] of times) {
        // What did not change stays the very same row, as in a live list.
        const known = held
          .map((given) => {
            const one = deliveryOf(given);
            const before = former.get(one.id);
            return before !== undefined && isDeepStrictEqual(before, one) ? before : one;
          })
          .toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
        former = new Map(known.map((one) => [one.id, one]));
        const rows = wished.map(({ number, handed, revision, executor, dueAt }): UnacceptedRow => ({
          handed,
          refusal: null,
          intent: {
            id: intentOf(number),
            workspaceId: client,
            revision,
            postId: null,
            action: { tag: 'publish' },
            targets: [{ accountId: me, content: emptyContent, hash: '' }],
            when: {
              tag: 'at',
              moment: { wall: '2026-11-26T10:00', zone: 'Europe/Paris', dueAt },
              toleranceMs: 0,
            },
            executor,
            createdAt: now,
          },
        }));
        const sections = grouped(outboxLines(known, rows));
        const { counts, byHand, next } = summary(known, rows, now);

        expect(groups.map((group) => counts[group] ?? 0)).toEqual(
          groups.map((group) => sections.get(group)?.length ?? 0),
        );
        expect(byHand).toBe(
          sections.get('decide')?.filter(({ delivery }) => delivery?.state === 'assisted').length,
        );
        const departures = (['held', 'scheduled', 'hand'] as const)
          .flatMap((group) => sections.get(group) ?? [])
          .filter(({ dueAt, delivery }) => delivery !== null && dueAt >= now);
        expect(next?.dueAt ?? null).toBe(
          departures.length === 0 ? null : Math.min(...departures.map(({ dueAt }) => dueAt)),
        );
        if (next !== null) expect(departures.map(({ id }) => id)).toContain(next.id);
      }
    }),
    { numRuns: 300 },
  );
});
