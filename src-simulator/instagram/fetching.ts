import { isFailure, type GraphFailure } from '../meta/failure.ts';
import { errors, refuse } from './errors.ts';
import { probe, type Probed } from './file-facts.ts';
import type { FileFacts } from './rows.ts';
import type { World } from './world.ts';

const mostBytes = 320_000_000;

export interface Fetched {
  readonly probed: Probed | undefined;
  readonly facts: FileFacts;
}

/** Fetches a medium from the public address that the client named, as the network's crawler does. */
// instagram §2: "All media must be at a public URL fetched by Meta"; §6: 9004/2207052, −2/2207003
export async function fetchMedium(world: World, url: string): Promise<Fetched | GraphFailure> {
  const bytes = await download(url, world.tuning.fetchMs);
  if (isFailure(bytes)) return bytes;
  if (bytes.byteLength > mostBytes) return errors.uploadUnknown;
  return keepMedium(world, bytes);
}

/** The bytes behind an address; undefined when they cannot be fetched. */
export async function bytesOf(url: string): Promise<Buffer | undefined> {
  const bytes = await download(url, 10_000);
  return isFailure(bytes) ? undefined : bytes;
}

async function download(url: string, patienceMs: number): Promise<Buffer | GraphFailure> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return errors.unreachable;
  // facebook-pages §3, Traps: Meta's own delivery network is refused as a source.
  if (/(^|\.)fbcdn\.net$/.test(parsed.hostname)) return errors.unreachable;
  try {
    const answer = await fetch(parsed, {
      redirect: 'follow',
      signal: AbortSignal.timeout(patienceMs),
      headers: { 'user-agent': 'facebookexternalhit/1.1' },
    });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : errors.unreachable;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError'
      ? errors.downloadTimeout
      : errors.unreachable;
  }
}

/** Keeps bytes that arrived, and says what they are. */
export async function keepMedium(world: World, bytes: Buffer): Promise<Fetched> {
  const probed = probe(bytes);
  const blob = await world.blobs.put(bytes);
  return {
    probed,
    facts: {
      blob,
      bytes: bytes.byteLength,
      mime: probed?.mime ?? 'application/octet-stream',
      width: probed?.width ?? null,
      height: probed?.height ?? null,
      seconds: probed?.seconds ?? null,
    },
  };
}

/** The medium, or the request's end. */
export function orRefuse(value: Fetched | GraphFailure): Fetched {
  return isFailure(value) ? refuse(value) : value;
}
