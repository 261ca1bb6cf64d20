import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { BlobStore } from '../../core/blobs.ts';
import type { SimClock } from '../../core/clock.ts';
import type { StateStore } from '../../core/state.ts';
import { cidBytes, cidOfBytes } from '../protocol/cid.ts';
import { isList, isObject, textOf, type Json, type JsonObject } from '../protocol/json.ts';
import { invalidRequest, type XrpcFailure } from '../xrpc/failure.ts';
import { sniffMime } from './sniff.ts';

type BlobRow = {
  /** `did cid`: every account has its own blobs. */
  readonly id: string;
  readonly mimeType: string;
  readonly size: number;
  readonly uploadedAt: number;
  readonly referenced: boolean;
};

/** sheet: 2 Publish, Blob (unreferenced blobs are collected later) */
const UNREFERENCED_MS = 6 * 60 * 60_000;

export interface Blobs {
  /** Keeps bytes for an account and answers the reference that records use. */
  upload(did: string, bytes: Buffer, declared: string): Promise<JsonObject>;
  /** Whether every blob that a record refers to is there, as described. */
  verify(did: string, record: Json): Result<null, XrpcFailure>;
  /** Marks the blobs of a record that was committed. */
  keep(did: string, record: Json): void;
  read(did: string, cid: string): Promise<{ readonly bytes: Buffer; readonly mimeType: string } | undefined>;
  count(did: string): number;
}

/** Every blob reference in a record, wherever it stands. */
export function blobsIn(value: Json | undefined): readonly JsonObject[] {
  if (isList(value)) return value.flatMap(blobsIn);
  if (!isObject(value)) return [];
  if (value['$type'] === 'blob') return [value];
  return Object.values(value).flatMap(blobsIn);
}

export const cidOfBlob = (blob: JsonObject): string => textOf(blob['ref'], '$link') ?? '';

export function createBlobs(deps: {
  readonly state: StateStore;
  readonly files: BlobStore;
  readonly clock: SimClock;
}): Blobs {
  const rows = deps.state.table<BlobRow>('blobs');
  const key = (did: string, cid: string): string => `${did} ${cid}`;

  function alive(did: string, cid: string): BlobRow | undefined {
    const row = rows.get(key(did, cid));
    if (row && !row.referenced && deps.clock.now() - row.uploadedAt > UNREFERENCED_MS) {
      rows.delete(row.id);
      return undefined;
    }
    return row;
  }

  return {
    async upload(did, bytes, declared) {
      const cid = cidOfBytes(bytes);
      await deps.files.put(bytes);
      const known = alive(did, cid);
      const row = rows.put({
        id: key(did, cid),
        mimeType: sniffMime(bytes) ?? declared,
        size: bytes.byteLength,
        uploadedAt: deps.clock.now(),
        referenced: known?.referenced ?? false,
      });
      return { $type: 'blob', ref: { $link: cid }, mimeType: row.mimeType, size: row.size };
    },
    /** sheet: 6 Errors (Could not find blob) */
    verify(did, record) {
      for (const blob of blobsIn(record)) {
        const cid = cidOfBlob(blob);
        const row = alive(did, cid);
        if (!row) return err(invalidRequest(`Could not find blob: ${cid}`, 'BlobNotFound'));
        if (row.mimeType !== blob['mimeType'])
          return err(
            invalidRequest(
              `Referenced Mimetype does not match stored blob. Expected: ${row.mimeType}, Got: ${JSON.stringify(blob['mimeType'])}`,
              'InvalidMimeType',
            ),
          );
        if (row.size !== blob['size'])
          return err(
            invalidRequest(
              `Referenced Size does not match stored blob. Expected: ${row.size}, Got: ${JSON.stringify(blob['size'])}`,
              'InvalidSize',
            ),
          );
      }
      return ok(null);
    },
    keep(did, record) {
      for (const blob of blobsIn(record)) {
        const row = rows.get(key(did, cidOfBlob(blob)));
        if (row && !row.referenced) rows.put({ ...row, referenced: true });
      }
    },
    async read(did, cid) {
      const row = rows.get(key(did, cid));
      const digest = cidBytes(cid)?.subarray(4);
      if (!row || !digest) return undefined;
      const bytes = await deps.files.get(Buffer.from(digest).toString('hex'));
      return bytes && { bytes, mimeType: row.mimeType };
    },
    count: (did) => [...rows.values()].filter((row) => row.id.startsWith(`${did} `)).length,
  };
}
