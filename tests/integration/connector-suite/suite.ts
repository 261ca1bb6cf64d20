import type { SuiteCase } from './suite-case.ts';
import { writeFaults } from './cases/write-faults.ts';

/** Every case, in the order in which they are played and printed. */
export const suite: readonly SuiteCase[] = [...writeFaults];
