import { readFaults } from './cases/read-faults.ts';
import { shapes } from './cases/shapes.ts';
import { writeFaults } from './cases/write-faults.ts';
import { writeTroubles } from './cases/write-troubles.ts';
import type { SuiteCase } from './suite-case.ts';

/** Every case, in the order in which they are played and printed. */
export const suite: readonly SuiteCase[] = [...writeFaults, ...writeTroubles, ...readFaults, ...shapes];
