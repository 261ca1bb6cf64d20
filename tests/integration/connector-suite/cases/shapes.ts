import { expect } from 'vitest';
import * as v from 'valibot';
import type { ConnectorError } from '../../../../src-main/connectors/contract.ts';
import { inboundSchema } from '../../../../src-shared/sync/inbound.ts';
import type { Alteration } from '../../../../src-simulator/core/alteration.ts';
import { watched } from '../../../fixtures/watched-http.ts';
import { readsOf, type Read } from '../reads.ts';
import type { Stand } from '../stand.ts';
import { fault, type SuiteCase } from '../suite-case.ts';

/** What a read brings, as the store would be given it; throws for what the store could not keep. */
function broughtBy(value: unknown): readonly string[] {
  const items =
    typeof value === 'object' && value !== null && 'items' in value
      ? value.items
      : Array.isArray(value)
        ? value
        : [];
  const isInbound =
    Array.isArray(items) && items.every((one) => typeof one === 'object' && one !== null && 'tag' in one);
  if (isInbound) v.parse(v.array(inboundSchema), items);
  return (Array.isArray(items) ? items : []).map((one) => JSON.stringify(one));
}

const withAnswer = async (stand: Stand, one: Read, change: Alteration | null) => {
  const rule = change === null ? null : stand.strike({ tag: 'altered-reply', change });
  const outcome = await one.read(await stand.ctx());
  if (rule !== null) stand.world.sim.control.faults.clear(rule);
  return outcome;
};

/** A changed shape is said to be one, and kept for the report; it is no fault of the server's and no refused access. */
function isSaid(error: ConnectorError, about: string): void {
  expect(error.tag, about).toBe('protocol');
  if (error.tag === 'protocol') expect(error.raw.length, about).toBeGreaterThan(0);
}

const count = (total: number, what: string): string => `${String(total)} ${what}`;

export const shapes: readonly SuiteCase[] = [
  fault('read: unknown fields', async (stand) => {
    const reads = await readsOf(stand);
    for (const one of reads) {
      const plain = await withAnswer(stand, one, null);
      expect(await withAnswer(stand, one, { tag: 'unknown-fields' }), one.name).toEqual(plain);
    }
    return `${reads.map(({ name }) => name).join(', ')}: the same as without`;
  }),
  fault('read: numbers as strings', async (stand) => {
    const reads = await readsOf(stand);
    const said: string[] = [];
    for (const one of reads) {
      const plain = await withAnswer(stand, one, null);
      const odd = await withAnswer(stand, one, { tag: 'numbers-as-text' });
      if (odd.tag === 'err') {
        isSaid(odd.error, one.name);
        said.push(one.name);
      } else expect(odd, one.name).toEqual(plain);
    }
    const read = reads.filter(({ name }) => !said.includes(name)).map(({ name }) => name);
    return `the same as with numbers: ${read.join(', ')}${said.length > 0 ? `; said to have changed: ${said.join(', ')}` : ''}`;
  }),
  fault('read: missing fields', async (stand) => {
    const reads = await readsOf(stand);
    let [read, said, left] = [0, 0, 0];
    for (const one of reads) {
      const names = await fieldsOf(stand, one);
      for (const name of names) {
        const outcome = await withAnswer(stand, one, { tag: 'missing-field', name });
        const about = `${one.name} without ${name}: ${JSON.stringify(outcome).slice(0, 300)}`;
        if (outcome.tag === 'err') {
          isSaid(outcome.error, about);
          said += 1;
          continue;
        }
        broughtBy(outcome.value);
        const skipped =
          typeof outcome.value === 'object' && outcome.value !== null && 'skipped' in outcome.value;
        if (skipped) left += 1;
        else read += 1;
      }
    }
    return `${count(reads.length, 'reads')}, each field in turn: ${count(read, 'read without it')}, ${count(left, 'left items out and counted them')}, ${count(said, 'said to have changed')}`;
  }),
];

/** Names of all members of all that a read is answered. */
async function fieldsOf(stand: Stand, one: Read): Promise<readonly string[]> {
  const ctx = await stand.ctx();
  const { http, seen } = watched(ctx.http);
  await one.read({ ...ctx, http });
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      names.add(name);
      walk(member);
    }
  };
  for (const { response } of seen)
    if (response !== null && (response.headers['content-type'] ?? '').includes('json'))
      walk(JSON.parse(response.text));
  return [...names];
}
