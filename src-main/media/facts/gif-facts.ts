import { nothingKnown, type Probed } from './probed.ts';
import type { Reader } from './reader.ts';

const chunk = 256 * 1024;
/** Beyond this nobody counts on: the file is no animation that a network takes. */
const mostFrames = 10_000;

/**
 * The pictures of an animation and how long they last. Walks from block to block; pictures are skipped, not decoded.
 * A file that ends in the middle has no container: it is damaged.
 */
export async function gifFacts(reader: Reader): Promise<Probed> {
  const byte = bytesOf(reader);
  try {
    const width = (await byte(6)) | ((await byte(7)) << 8);
    const height = (await byte(8)) | ((await byte(9)) << 8);
    let at = 13 + (await tableLength(byte, 10));
    let frames = 0;
    let centiseconds = 0;
    for (;;) {
      const kind = await byte(at);
      if (kind === 0x3b || frames >= mostFrames) break;
      if (kind === 0x21) {
        if ((await byte(at + 1)) === 0xf9) centiseconds += (await byte(at + 4)) | ((await byte(at + 5)) << 8);
        at = await afterBlocks(byte, at + 2);
      } else if (kind === 0x2c) {
        frames += 1;
        at = await afterBlocks(byte, at + 10 + (await tableLength(byte, at + 9)) + 1);
      } else return damaged(width, height);
    }
    const seconds = frames > 1 && centiseconds > 0 ? centiseconds / 100 : null;
    return {
      facts: {
        ...nothingKnown,
        container: 'gif',
        frames,
        seconds,
        fps: seconds === null ? null : Math.round((frames / seconds) * 100) / 100,
      },
      width,
      height,
    };
  } catch (error) {
    if (error instanceof RangeError) return damaged(null, null);
    throw error;
  }
}

const damaged = (width: number | null, height: number | null): Probed => ({
  facts: nothingKnown,
  width,
  height,
});

type ByteAt = (index: number) => Promise<number>;

function bytesOf(reader: Reader): ByteAt {
  let start = 0;
  let bytes = new Uint8Array();
  return async (index) => {
    if (index < start || index >= start + bytes.byteLength) {
      start = index;
      bytes = new Uint8Array(await reader.read(index, chunk));
    }
    const found = bytes[index - start];
    if (found === undefined) throw new RangeError('the file ends here');
    return found;
  };
}

/** Length of a colour table, from the flags that announce it. */
async function tableLength(byte: ByteAt, flagsAt: number): Promise<number> {
  const flags = await byte(flagsAt);
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Behind a row of sub-blocks, each of which says its length. */
async function afterBlocks(byte: ByteAt, from: number): Promise<number> {
  let at = from;
  for (;;) {
    const length = await byte(at);
    at += length + 1;
    if (length === 0) return at;
  }
}
