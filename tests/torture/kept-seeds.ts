/**
 * Seeds that once found a bug of Vigie's, by row. They are only worth something while the row draws its plan as it did
 * then: whoever changes the draws empties the list, and keeps the regression test that each of them left.
 */
export const keptSeeds = {
  /** 3: an upload that a rebuilt delivery waited for (`tests/unit/outbox/rebuild.test.ts`). */
  /** 20: a person asked about a schedule that the network never took (`tests/unit/outbox/schedule-lost.test.ts`). */
  R1: [3, 20],
  /** 28: a wish that main took without its answer being heard (`tests/integration/rebuild-unheard.test.ts`). */
  R12: [28],
} as const;
