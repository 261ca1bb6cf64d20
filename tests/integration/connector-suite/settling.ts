import { expect } from 'vitest';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Fault } from '../../../src-simulator/core/faults.ts';
import { minute, type Stand } from './stand.ts';

export interface Struck {
  readonly fault: Fault;
  /** Which request; the write of the post unless told. */
  readonly operation?: string;
  /** How often; once unless told. Infinity: until the end of the case. */
  readonly times?: number;
}

/**
 * A post by the real outbox under faults: sent, published exactly once by the network's own ledger, and known by its
 * true id; and no late repeat follows. Answers what the network did.
 */
export async function settled(
  stand: Stand,
  struck: readonly Struck[],
  content = stand.content(stand.words()),
): Promise<string> {
  const { delivery, told } = await playedOut(stand, struck, content);
  expect(delivery.state, JSON.stringify([delivery.failure, delivery.attempts])).toBe('sent');
  return `by the outbox: ${told}`;
}

/** The same where the answer is another than was promised, and yet leaves no doubt: nothing has to be looked for. */
export async function settledByTheAnswer(stand: Stand, struck: readonly Struck[]): Promise<string> {
  const { delivery, told } = await playedOut(stand, struck, stand.content(stand.words()));
  const about = JSON.stringify([delivery.failure, delivery.attempts]);
  expect(delivery.state, about).toBe('sent');
  expect(
    delivery.attempts.map(({ event }) => event),
    about,
  ).not.toContain('lost');
  return `by the outbox, without a doubt: ${told}`;
}

async function playedOut(
  stand: Stand,
  struck: readonly Struck[],
  content: Delivery['content'],
): Promise<{ readonly delivery: Delivery; readonly told: string }> {
  const { world } = stand;
  const since = stand.mark();
  for (const { fault, operation = world.operation('create'), times = 1 } of struck)
    stand.strike(fault, {
      ...(operation === '*' ? {} : { operation }),
      ...(Number.isFinite(times) ? { times } : {}),
    });
  const id = await stand.hand({ tag: 'publish' }, { content });
  const delivery = await stand.until(id, ['sent', 'needs-decision', 'failed', 'missed']);
  await world.pass(5 * minute, 10_000);
  const made = since.made(stand.network.words.post);
  expect(made, JSON.stringify(delivery.attempts)).toHaveLength(1);
  expect(delivery.remoteId ?? '', 'the delivery knows another post').toContain(made[0]);
  return { delivery, told: since.told() };
}

/** A file that says it is a picture, or a film, and is none: subtitles. */
export const brokenFile = (
  { world, manifest }: Stand,
  mime = manifest.images.mimes[0] ?? 'image/jpeg',
): PostMedia =>
  world.file(Buffer.from(`WEBVTT\n\nno ${mime}, whatever it says ${String(world.clock.now())}`), {
    mime,
    ...(mime.startsWith('video/') && { name: 'film.mp4', width: 1080, height: 1920 }),
  });
