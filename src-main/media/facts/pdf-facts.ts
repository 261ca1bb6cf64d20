import { inflateSync } from 'node:zlib';
import { nothingKnown, type Probed } from './probed.ts';
import type { Reader } from './reader.ts';

/** Documents up to here are looked through; in larger ones, the beginning and the end. */
const mostRead = 64 * 1024 * 1024;
const chunk = 4 * 1024 * 1024;
/** A packed table of objects is small; what unpacks to more is content, or made to harm. */
const mostPacked = 2 * 1024 * 1024;
const mostUnpacked = 16 * 1024 * 1024;

/**
 * The pages of a document, by what its page tree says: the largest `/Count` of a node of pages. Newer documents pack
 * their objects: those are unpacked. A document without an end, or without a page tree that can be read, has no
 * container (damaged) or no pages (locked, or written otherwise).
 */
export async function pdfFacts(reader: Reader): Promise<Probed> {
  const tail = latin(await reader.read(Math.max(0, reader.size - 2_048), 2_048));
  if (!tail.includes('%%EOF')) return { facts: nothingKnown, width: null, height: null };
  let pages = 0;
  for await (const text of texts(reader)) {
    pages = Math.max(pages, pagesIn(text));
    for (const packed of objectStreams(text)) pages = Math.max(pages, pagesIn(packed));
  }
  return {
    facts: { ...nothingKnown, container: 'pdf', pages: pages === 0 ? null : pages },
    width: null,
    height: null,
  };
}

/** The file in pieces that overlap, so that nothing small is cut in two. */
async function* texts(reader: Reader): AsyncGenerator<string> {
  const overlap = mostPacked;
  const isLarge = reader.size > mostRead;
  for (let start = 0; start < reader.size; start += chunk) {
    if (isLarge && start >= mostRead / 2 && start < reader.size - mostRead / 2) continue;
    yield latin(await reader.read(start, chunk + overlap));
  }
}

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const node = /\/Type\s*\/Pages\b/gu;
const count = /\/Count\s+(\d{1,6})\b/u;

function pagesIn(text: string): number {
  let most = 0;
  for (const { index } of text.matchAll(node)) {
    // Within the same dictionary, before or after its type.
    const from = Math.max(text.lastIndexOf('<<', index), text.lastIndexOf('endobj', index), 0);
    const ends = [text.indexOf('endobj', index), text.indexOf('/Type', index + 5)].filter((at) => at > 0);
    const dictionary = text.slice(from, Math.min(index + 20_000, ...ends));
    most = Math.max(most, Number(count.exec(dictionary)?.[1] ?? 0));
  }
  return most;
}

const packed = /\/Type\s*\/ObjStm\b/gu;

/** Tables of packed objects, unpacked. */
function objectStreams(text: string): readonly string[] {
  return [...text.matchAll(packed)].flatMap(({ index }) => {
    const opening = text.indexOf('stream', index);
    const end = text.indexOf('endstream', index);
    if (opening < 0 || end < opening || end - opening > mostPacked) return [];
    const start = opening + 'stream'.length + (text.startsWith('\r\n', opening + 6) ? 2 : 1);
    try {
      const bytes = inflateSync(Buffer.from(text.slice(start, end), 'latin1'), {
        maxOutputLength: mostUnpacked,
        finishFlush: 2,
      });
      return [bytes.toString('latin1')];
    } catch {
      // Packed otherwise, or locked: its pages stay unknown.
      return [];
    }
  });
}
