/**
 * The classic bugs of tools that publish, each as a change of the sources, with the tests that must notice it.
 *
 * @typedef {object} Mutant
 * @property {string} bug in words
 * @property {string} file
 * @property {string} from occurs exactly once
 * @property {string} to
 * @property {string} project of vitest
 * @property {readonly string[]} tests
 * @property {string} [name] only tests whose name has this
 * @property {readonly string[]} [reach] what else it may spoil: bugs without a common reach are in the sources at once
 * @property {{ readonly row: string, readonly seeds: readonly number[] }} [campaign] one that must notice it as well
 */

/** @type {readonly Mutant[]} */
export const classicBugs = [
  {
    bug: 'save after the effect',
    file: 'src-main/engine/outbox/transitions.ts',
    from: 'const written = await table.save([state], rowsAfter(before, state));',
    to: 'deps.saved(before, state, effects); const written = await table.save([state], rowsAfter(before, state)); if (written.tag === "ok") return ok({ moved: true });',
    project: 'integration',
    tests: ['tests/integration/outbox-runner-kills.test.ts'],
    name: 'at each of its writes',
  },
  {
    bug: 'retry on timeout',
    file: 'src-shared/outbox/verify.ts',
    from: `  const tried = { tries: step.tries + 1 };
  if (isHarmless(step.operation))`,
    to: `  const tried = { tries: step.tries + 1 };
  if (step.operation.tag !== 'recall')`,
    project: 'unit',
    tests: ['tests/unit/outbox/machine.test.ts'],
    campaign: { row: 'R1', seeds: [6, 56] },
  },
  {
    bug: 'take a button pressed twice for two wishes',
    file: 'src-renderer/store/queries/launch.ts',
    from: '    isMoved = post.intentId === from;',
    to: '    isMoved = true;',
    project: 'integration',
    tests: ['tests/integration/launch.test.ts'],
  },
  {
    bug: 'one look instead of two',
    file: 'src-shared/outbox/policy.ts',
    from: 'absencesNeeded: 2,',
    to: 'absencesNeeded: 1,',
    project: 'unit',
    tests: ['tests/unit/outbox/machine.test.ts'],
  },
  {
    bug: 'forget the record key',
    file: 'src-shared/outbox/departure.ts',
    from: '  return stale ? null : step.drawn;',
    to: '  return stale || (step.firstSentAt !== null && step.firstSentAt < now) ? null : step.drawn;',
    project: 'unit',
    tests: ['tests/unit/outbox/machine.test.ts'],
  },
  {
    bug: 'trust the online flag of the system',
    file: 'src-main/engine/connectivity.ts',
    from: `        if (server) server.failures = 0;
        void probe(origin);`,
    to: `        if (online) reached(origin); else unreached(origin);`,
    project: 'integration',
    tests: ['tests/integration/connectivity.test.ts'],
  },
  {
    bug: 'one token lock for all accounts',
    file: 'src-main/accounts/account-access.ts',
    from: 'const running = refreshing.get(account.id);',
    to: 'const running = [...refreshing.values()][0];',
    project: 'integration',
    tests: ['tests/integration/account-access.test.ts'],
    name: 'an access near its end',
  },
  {
    bug: 'delete what cannot be parsed',
    file: 'src-main/engine/outbox/record-table.ts',
    from: 'else unreadable.add(key.slice(table.length));',
    to: "else await journal.write([{ tag: 'del', key }]);",
    project: 'integration',
    tests: ['tests/integration/outbox-runner-gates.test.ts'],
    name: 'the journal',
  },
  {
    bug: 'believe a damaged journal',
    file: 'src-main/journal/open-journal.ts',
    from: "const damaged = (damage: Damage): Verdict => ({ tag: 'damaged', damage });",
    to: "const damaged = (damage: Damage): Verdict => found === null ? { tag: 'damaged', damage } : { tag: 'believed', survey: found, write: mark?.write ?? 1 };",
    project: 'integration',
    tests: ['tests/integration/journal-damage.test.ts'],
    name: 'damage',
  },
];
