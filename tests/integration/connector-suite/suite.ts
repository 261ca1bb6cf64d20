import { inbox } from './cases/inbox.ts';
import { publishing } from './cases/publishing.ts';
import { readFaults } from './cases/read-faults.ts';
import { shapes } from './cases/shapes.ts';
import { signingIn } from './cases/signing-in.ts';
import { talking } from './cases/talking.ts';
import { writeFaults } from './cases/write-faults.ts';
import { writeTroubles } from './cases/write-troubles.ts';
import type { SuiteCase } from './suite-case.ts';

/** Every case, in the order in which they are played and printed. */
export const suite: readonly SuiteCase[] = [
  ...signingIn,
  ...publishing,
  ...talking,
  ...inbox,
  ...writeFaults,
  ...writeTroubles,
  ...readFaults,
  ...shapes,
];
