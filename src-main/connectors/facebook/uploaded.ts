import * as v from 'valibot';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { jsonOf } from '../meta/json.ts';

/** What an upload left on the network, as its handle keeps it. Nobody sees any of it before a post is made of it. */
const uploadedSchema = v.variant('kind', [
  v.object({ kind: v.literal('photo'), id: v.string() }),
  /** In pieces whose ends the server names. */
  v.object({ kind: v.literal('video'), id: v.string(), session: v.string(), end: v.number() }),
  /** On the upload host, at an address of its own. */
  v.object({ kind: v.picklist(['reel', 'story']), id: v.string(), url: v.string() }),
]);
export type Uploaded = v.InferOutput<typeof uploadedSchema>;

export const writeUploaded = (uploaded: Uploaded): string => JSON.stringify(uploaded);

export function readUploaded(handle: string): Uploaded | null {
  const parsed = v.safeParse(uploadedSchema, jsonOf(handle));
  return parsed.success ? parsed.output : null;
}

/** Everything that the uploads of an operation left. */
export const uploadedOf = (
  operation: Pick<Extract<Operation, { tag: 'create' }>, 'uploaded'>,
): readonly Uploaded[] => operation.uploaded.flatMap(({ handle }) => readUploaded(handle) ?? []);

export const photosOf = (uploaded: readonly Uploaded[]): readonly string[] =>
  uploaded.flatMap((one) => (one.kind === 'photo' ? [one.id] : []));

export const filmOf = (uploaded: readonly Uploaded[]): Exclude<Uploaded, { kind: 'photo' }> | null =>
  uploaded.find((one): one is Exclude<Uploaded, { kind: 'photo' }> => one.kind !== 'photo') ?? null;
