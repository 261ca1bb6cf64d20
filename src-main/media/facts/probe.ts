import { open } from 'node:fs/promises';
import { sniffMime } from '../sniff.ts';
import { filmFacts } from './film-facts.ts';
import { gifFacts } from './gif-facts.ts';
import { pdfFacts } from './pdf-facts.ts';
import type { Probed } from './probed.ts';
import { readerOf } from './reader.ts';

/**
 * Looks into a file: parts of it are read, nothing is decoded. Of a picture that does not move only its kind is known.
 *
 * @param wasm path of MediaInfo's module
 * @returns null: there is no such file
 */
export async function probe(place: string, wasm: string): Promise<Probed | null> {
  const file = await open(place, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const reader = readerOf(file, (await file.stat()).size);
    const mime = sniffMime(await reader.read(0, 16));
    if (mime === 'image/gif') return await gifFacts(reader);
    if (mime === 'application/pdf') return await pdfFacts(reader);
    return await filmFacts(reader, wasm);
  } finally {
    await file.close();
  }
}
