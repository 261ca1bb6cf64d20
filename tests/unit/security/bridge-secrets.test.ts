import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { contract } from '../../../src-shared/bridge/index.ts';
import type { Namespace } from '../../../src-shared/bridge/types.ts';

/** A field on the way to the interface: its path, and the schema that it ends in. */
interface Leaf {
  readonly path: string;
  readonly type: string;
  /** A fixed set of words: nothing else can travel in it. */
  readonly closed: boolean;
}

interface Walked {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isSchema = (value: unknown): value is Walked =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  'kind' in value &&
  value.kind === 'schema';

/** Every field that a schema lets through, with wrappers and unions looked into. */
function leavesOf(schema: unknown, path: string, seen: readonly unknown[] = []): readonly Leaf[] {
  if (!isSchema(schema) || seen.includes(schema)) return [];
  const onward = (inner: unknown, at = path): readonly Leaf[] => leavesOf(inner, at, [...seen, schema]);
  const all = (inner: unknown): readonly unknown[] => (Array.isArray(inner) ? inner : []);
  switch (schema.type) {
    case 'object':
    case 'strict_object':
      return Object.entries(schema['entries'] as Record<string, unknown>).flatMap(([name, inner]) =>
        onward(inner, `${path}.${name}`),
      );
    case 'loose_object':
    case 'object_with_rest':
    case 'unknown':
    case 'any':
    case 'custom':
    case 'instance':
    case 'lazy':
      return [{ path, type: schema.type, closed: false }];
    case 'record':
      return [
        { path, type: 'record', closed: isSchema(schema['key']) && schema['key'].type === 'picklist' },
        ...onward(schema['value'], `${path}{}`),
      ];
    case 'array':
      return onward(schema['item'], `${path}[]`);
    case 'tuple':
      return all(schema['items']).flatMap((inner, index) => onward(inner, `${path}[${index}]`));
    case 'union':
    case 'variant':
    case 'intersect':
      return all(schema['options']).flatMap((inner) => onward(inner));
    case 'nullable':
    case 'nullish':
    case 'optional':
    case 'exact_optional':
    case 'undefinedable':
    case 'non_nullable':
    case 'non_optional':
      return onward(schema['wrapped']);
    default:
      return [
        { path, type: schema.type, closed: ['picklist', 'literal', 'boolean', 'null'].includes(schema.type) },
      ];
  }
}

const namespaces: Readonly<Record<string, Namespace>> = contract;
const outward: readonly Leaf[] = Object.entries(namespaces).flatMap(([name, { calls, events }]) => [
  ...Object.entries(calls).flatMap(([key, { reply }]) => leavesOf(reply, `${name}.${key}`)),
  ...Object.entries(events).flatMap(([key, payload]) => leavesOf(payload, `${name}!${key}`)),
]);

/** Names under which a secret travels, in our code or in a network's answers. */
const secretive =
  /token|secret|passw|credential|refresh|jwt|cookie|authori[sz]ation|verifier|bearer|client_?id|api_?key|private_?key/i;

describe('what leaves main for the interface', () => {
  it('is walked whole', () => {
    expect(outward.length).toBeGreaterThan(100);
    for (const part of ['streams.take', 'accounts.networks', 'app.info', 'diagnostics.log', 'status!changed'])
      expect(
        outward.some(({ path }) => path.startsWith(part)),
        part,
      ).toBe(true);
  });

  it('has no field that a secret could travel in', () => {
    const suspects = outward.filter(({ path, closed }) => secretive.test(path) && !closed);
    expect(suspects).toEqual([]);
  });

  it('is open-ended only where it is known to be, and why', () => {
    const open = outward.filter(
      ({ type, closed }) =>
        !closed &&
        [
          'record',
          'unknown',
          'any',
          'loose_object',
          'custom',
          'lazy',
          'instance',
          'object_with_rest',
        ].includes(type),
    );
    const known: readonly RegExp[] = [
      // What a sentence needs: numbers, hosts; never a text nor a secret (src-shared/errors.ts).
      /(?:failure|error|reason|lastError|cause)\.detail$/,
      // The log's own list of allowed fields decides what is in it.
      /^diagnostics\.log\[\]\.fields$/,
      // Rows that the interface wrote itself and gets back.
      /^authored\.restore\.rows\[\]\.row(?:\{\})?$/,
      // The same, from a snapshot or from an archive that the person chose.
      /^safety\.rows\.rows\[\]\.row(?:\{\})?$/,
      // Numbers by the name of a place, of a client, or of an account.
      /^safety\.purge\.places$/,
      /^app(?:\.info\.settings|\.saveSettings|!settings)\.(?:postSpacing|spendingBudgets)$/,
      // A post's options by the manifest's names; a network's operations.
      /\.(?:settings|operations)$/,
    ];
    expect(open.filter(({ path }) => !known.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('would be found out: a token in a reply is a suspect', () => {
    const reply = v.object({
      rows: v.array(v.nullable(v.object({ accessJwt: v.string(), name: v.string() }))),
    });
    expect(leavesOf(reply, 'x').filter(({ path }) => secretive.test(path))).toEqual([
      { path: 'x.rows[].accessJwt', type: 'string', closed: false },
    ]);
  });
});
