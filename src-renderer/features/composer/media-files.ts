import * as v from 'valibot';
import type { CropBox } from '../../../src-shared/composing/crop.ts';
import type { MediaFacts, PostMedia } from '../../../src-shared/domain/content.ts';
import { errorCodes, failure, failureSchema, type Failure } from '../../../src-shared/errors.ts';
import { mediaHashSchema, type MediaHash } from '../../../src-shared/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { localMedium, localUpload } from '../../state/media-url.ts';
import { fitImage, type ImageLimits } from './fit-image.ts';

const answerSchema = v.variant('tag', [
  v.object({
    tag: v.literal('ok'),
    value: v.object({ hash: mediaHashSchema, mime: v.string(), bytes: v.number() }),
  }),
  v.object({ tag: v.literal('err'), error: failureSchema }),
]);

/** Asks main for a look into a file that it keeps. */
export type LookInto = (hash: MediaHash) => Promise<Result<Look, Failure>>;
type Look = Readonly<Pick<PostMedia, 'width' | 'height'> & { facts: MediaFacts }>;

/** By its type, or by its name where the system knows no type: main looks at the bytes in any case. */
const isFilm = ({ type }: Blob, name: string): boolean =>
  type.startsWith('video/') || /\.(?:mp4|m4v|mov|webm|mkv|avi)$/iu.test(name);
const isDocument = ({ type }: Blob, name: string): boolean =>
  type === 'application/pdf' || /\.pdf$/iu.test(name);

/**
 * Gives the bytes of a picture, a film or a document to main. Films, documents and animations are looked into, once; a
 * look that fails leaves them without facts, which the checks tell.
 */
export async function addMedium(
  file: Blob,
  name: string,
  lookInto: LookInto,
): Promise<Result<PostMedia, Failure>> {
  if (isFilm(file, name) || isDocument(file, name)) {
    const stored = await upload(file);
    if (stored.tag === 'err') return stored;
    const look = await lookInto(stored.value.hash);
    return ok({
      ...stored.value,
      width: null,
      height: null,
      ...(look.tag === 'ok' && look.value),
      name,
      alt: '',
      decorative: isDocument(file, name),
    });
  }
  const added = await addImage(file, name);
  if (added.tag === 'err' || added.value.mime !== 'image/gif') return added;
  const look = await lookInto(added.value.hash);
  return look.tag === 'ok' ? ok({ ...added.value, facts: look.value.facts }) : added;
}

/**
 * Reads a picture and gives its bytes to main, which keeps them under their hash. What cannot be decoded is refused
 * before anything is kept: `media-unreadable`; a full disk: `disk-full`.
 */
async function addImage(file: Blob, name: string): Promise<Result<PostMedia, Failure>> {
  const bitmap = await decode(file);
  if (bitmap === null) return err(failure('media-unreadable'));
  const { width, height } = bitmap;
  bitmap.close();
  const stored = await upload(file);
  if (stored.tag === 'err') return stored;
  return ok({ ...stored.value, width, height, name, alt: '', decorative: false });
}

/**
 * A version of a kept picture within the limits, kept beside the original; what is said about it stays.
 *
 * @param part what of it is kept; absent: all
 */
export async function reduceImage(
  medium: PostMedia,
  limits: ImageLimits,
  part?: CropBox,
): Promise<Result<PostMedia, Failure>> {
  const answer = await fetch(localMedium(medium.hash));
  if (!answer.ok) return err(failure('media-missing'));
  const bitmap = await decode(await answer.blob());
  if (bitmap === null) return err(failure('media-unreadable'));
  const keepsAlpha = medium.mime !== 'image/jpeg';
  const { left, top, ...size } = part ?? { left: 0, top: 0, width: bitmap.width, height: bitmap.height };
  const fitted = await fitImage(size, limits, keepsAlpha, async (width, height, type, quality) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('no canvas');
    if (type === 'image/jpeg') {
      pen.fillStyle = 'white';
      pen.fillRect(0, 0, width, height);
    }
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(bitmap, left, top, size.width, size.height, 0, 0, width, height);
    return canvas.convertToBlob({ type, quality });
  });
  bitmap.close();
  if (fitted === null) return err(failure('media-too-large', { bytes: medium.bytes, max: limits.maxBytes }));
  const stored = await upload(fitted.blob);
  if (stored.tag === 'err') return stored;
  return ok({ ...medium, ...stored.value, width: fitted.width, height: fitted.height });
}

async function decode(file: Blob): Promise<ImageBitmap | null> {
  try {
    // Turned as its camera held it, so that width and height are those that people see.
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}

async function upload(body: Blob): Promise<Result<Pick<PostMedia, 'hash' | 'mime' | 'bytes'>, Failure>> {
  try {
    const answer = await fetch(localUpload, { method: 'PUT', body });
    const said = v.parse(answerSchema, await answer.json());
    if (said.tag === 'ok') return said;
    const code = errorCodes.find((one) => one === said.error.code);
    return err(failure(code ?? 'internal', said.error.detail));
  } catch {
    return err(failure('internal'));
  }
}
