import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import {
  drawnSchema,
  operationSchema,
  remoteSchema,
  sightingSchema,
  type Operation,
  type Sighting,
} from '../../../src-shared/outbox/operation.ts';
import {
  recordSchema,
  type OutboxRecord,
  type Phase,
  type Step,
  type StepState,
} from '../../../src-shared/outbox/record.ts';
import { at, content, drive, medium, remote, start, wish } from './samples.ts';

/**
 * What the journal gives back is believed only when nothing of it is missing: a record that lost a field in its file
 * must not be taken for one that never had it.
 */
const optional = new Set(['follows', 'of', 'skewAtSend', 'queuedAt', 'mediaCount', 'differ']);
/** Of other schemas, with fields that may be missing there. */
const foreign = new Set([
  'content',
  'medium',
  'failure',
  'action',
  'attempts',
  'rule',
  'operations',
  'detail',
  'blocked',
]);

/** The same thing once for each field that it may not lack, without that field. */
function* lacking(value: unknown, path = ''): Generator<{ readonly path: string; readonly value: unknown }> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries())
      for (const part of lacking(one, `${path}[${String(index)}]`))
        yield {
          path: part.path,
          value: value.map((other: unknown, n) => (n === index ? part.value : other)),
        };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    const others = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    if (!optional.has(name)) yield { path: `${path}.${name}`, value: others };
    if (foreign.has(name)) continue;
    for (const part of lacking(one, `${path}.${name}`))
      yield { path: part.path, value: { ...others, [name]: part.value } };
  }
}

function believedOnlyWhole(schema: v.GenericSchema, value: unknown): void {
  expect(v.parse(schema, value)).toEqual(value);
  for (const part of lacking(value)) expect(v.is(schema, part.value), part.path).toBe(false);
}

const why = failure('server-error');
const look = { from: 1, lookAt: 2, absences: 1, troubles: 0 };
const replyTo = { remoteId: 'm', conversationId: 'c', handleData: '{}' };
const uploaded = [{ medium: medium(1), handle: 'h' }];

const states: readonly StepState[] = [
  { tag: 'ready' },
  { tag: 'sending', attempt: 2, at: start },
  { tag: 'done', at: start, remote: remote('r') },
  { tag: 'waiting', until: null, why: 'offline', failure: null },
  { tag: 'waiting', until: start, why: 'rate-limited', failure: why },
  { tag: 'waiting', until: start, why: 'retry', failure: why },
  { tag: 'polling', handle: 'job', since: 1, until: 2, troubles: 0 },
  { tag: 'unconfirmed', look, failure: why },
  { tag: 'failed', failure: why },
];

const phases: readonly Phase[] = [
  { tag: 'grace' },
  { tag: 'scheduled' },
  { tag: 'running' },
  { tag: 'handed-over', scheduledRemoteId: 's', at: start, look, failure: null },
  { tag: 'recalling', scheduledRemoteId: 's', at: start, next: { tag: 'cancel' }, fired: null },
  { tag: 'recalling', scheduledRemoteId: 's', at: start, next: { tag: 'resume', wish: wish() }, fired: look },
  { tag: 'assisted' },
  {
    tag: 'needs-decision',
    about: 'step',
    scheduledRemoteId: null,
    failure: why,
    candidates: [{ remoteId: 'r', url: null, text: 'Hello', createdAt: start, mediaCount: 1 }],
  },
  { tag: 'needs-decision', about: 'fired', scheduledRemoteId: 's', failure: why, candidates: [] },
  { tag: 'missed', at: start },
  { tag: 'failed', failure: why },
  { tag: 'sent', at: start, remote: remote('r') },
  { tag: 'sent', at: start, remote: null },
  { tag: 'cancelled', at: start },
];

const operations: readonly Operation[] = [
  { tag: 'upload', medium: medium(1) },
  { tag: 'create', content: content(), uploaded, replyTo },
  { tag: 'create', content: content(), uploaded: [], replyTo: null },
  { tag: 'schedule', content: content(), uploaded, replyTo, at: start },
  { tag: 'reschedule', scheduledRemoteId: 's', at: start },
  { tag: 'recall', scheduledRemoteId: 's' },
  { tag: 'message', content: content(), uploaded, replyTo },
  { tag: 'like', remoteId: 'm', handleData: '{}' },
  { tag: 'unlike', remoteId: 'm', handleData: '{}', likeRemoteId: null },
  { tag: 'delete', remoteId: 'm', handleData: '{}' },
  { tag: 'mute', personId: 'p' },
  { tag: 'unmute', personId: 'p' },
  { tag: 'block', personId: 'p' },
  { tag: 'unblock', personId: 'p' },
];

const record = drive().record;
const [first] = record.steps;
const withStep = (change: Partial<Step>): OutboxRecord => ({
  ...record,
  steps: first === undefined ? [] : [{ ...first, ...change }],
});

describe('a delivery read back from the journal', () => {
  it('is believed when it is whole, and only then', () => {
    believedOnlyWhole(recordSchema, record);
    believedOnlyWhole(recordSchema, { ...record, queuedAt: 5, expiresAt: 9 });
    believedOnlyWhole(recordSchema, { ...record, wish: wish({ leaving: at(start), releasedAt: start }) });
    believedOnlyWhole(recordSchema, { ...record, terms: { ...record.terms, native: { minAheadMs: 1 } } });
    believedOnlyWhole(recordSchema, {
      ...record,
      holds: { frozen: true, blocked: failure('token-revoked'), skewMs: 1 },
    });
  });

  it.each(['machine', 'native', 'assisted'] as const)('whoever publishes it: %s', (executor) => {
    expect(v.is(recordSchema, { ...record, wish: wish({ executor }) })).toBe(true);
  });

  it('by nobody unknown, and for no unknown reason', () => {
    expect(v.is(recordSchema, { ...record, wish: { ...wish(), executor: '' } })).toBe(false);
    expect(v.is(recordSchema, withStep({ doubt: '' as 'none' }))).toBe(false);
    const waiting = { tag: 'waiting', until: null, why: '' as 'retry', failure: null } as const;
    expect(v.is(recordSchema, withStep({ state: waiting }))).toBe(false);
    const asked = {
      tag: 'needs-decision',
      about: '' as 'step',
      scheduledRemoteId: null,
      failure: why,
      candidates: [],
    };
    expect(v.is(recordSchema, { ...record, phase: asked })).toBe(false);
  });

  it.each(phases.map((phase) => [JSON.stringify(phase).slice(0, 40), phase] as const))(
    'in %s',
    (_, phase) => {
      believedOnlyWhole(recordSchema, { ...record, phase });
      expect(v.is(recordSchema, { ...record, phase: { ...phase, tag: '' } })).toBe(false);
    },
  );

  it.each(states.map((state) => [JSON.stringify(state).slice(0, 40), state] as const))(
    'with a step in %s',
    (_, state) => {
      believedOnlyWhole(recordSchema, withStep({ state, drawn: { key: 'k', at: start }, drawnAt: start }));
      expect(v.is(recordSchema, withStep({ state: { ...state, tag: '' as 'ready' } }))).toBe(false);
    },
  );

  it.each(['none', 'absent', 'person', 'key'] as const)('with a doubt "%s"', (doubt) => {
    const whole = withStep({ doubt, firstSentAt: start, follows: 'create', of: 'part-2', skewAtSend: 3 });
    expect(v.parse(recordSchema, whole)).toEqual(whole);
  });

  it.each(operations.map((operation) => [operation.tag, operation] as const))(
    'that does "%s"',
    (_, operation) => {
      believedOnlyWhole(operationSchema, operation);
      believedOnlyWhole(recordSchema, withStep({ operation }));
      expect(v.is(operationSchema, { ...operation, tag: '' })).toBe(false);
    },
  );
});

describe('what a network told', () => {
  it('of something that it made, is believed when it is whole', () => {
    believedOnlyWhole(remoteSchema, remote('r'));
    believedOnlyWhole(remoteSchema, { remoteId: null, url: null, handle: '', createdAt: null });
    believedOnlyWhole(drawnSchema, { key: 'k', at: start });
  });

  const sightings: readonly Sighting[] = [
    { tag: 'present', remote: remote('r') },
    { tag: 'absent' },
    {
      tag: 'unclear',
      differ: true,
      candidates: [{ remoteId: 'r', url: null, text: 'Hello', createdAt: start, mediaCount: 2 }],
    },
    { tag: 'unclear', candidates: [] },
  ];
  it.each(sightings.map((seen) => [seen.tag, seen] as const))('of a look: %s', (_, seen) => {
    believedOnlyWhole(sightingSchema, seen);
    expect(v.is(sightingSchema, { ...seen, tag: '' })).toBe(false);
  });
});
