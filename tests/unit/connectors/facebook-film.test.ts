import { expect, it } from 'vitest';
import * as v from 'valibot';
import { stageOf } from '../../../src-main/connectors/facebook/poll.ts';
import { videoSchema } from '../../../src-main/connectors/facebook/wire.ts';

const stage = (video_status: string, publishing_phase: unknown, post_id?: string) =>
  stageOf(v.parse(videoSchema, { id: '555', post_id, status: { video_status, publishing_phase } }));

it.each([
  [
    'a phase that is complete, of what is scheduled',
    'ready',
    { status: 'complete', publish_status: 'scheduled' },
    'held',
  ],
  [
    'the same before it is ready',
    'processing',
    { status: 'not_started', publish_status: 'scheduled' },
    'working',
  ],
  [
    'the same while it goes up',
    'uploading',
    { status: 'not_started', publish_status: 'scheduled' },
    'uploading',
  ],
  ['a draft that is complete', 'ready', { status: 'complete', publish_status: 'draft' }, 'working'],
  ['what is published', 'ready', { status: 'complete', publish_status: 'published' }, 'out'],
  ['what names nothing but the end', 'ready', { status: 'complete' }, 'out'],
  ['an error, whatever the phase', 'error', { status: 'complete', publish_status: 'published' }, 'failed'],
])('%s', (_, status, phase, expected) => {
  expect(stage(status, phase)).toBe(expected);
});
