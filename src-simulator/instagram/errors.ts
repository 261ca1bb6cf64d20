import { failure, type GraphFailure } from '../meta/failure.ts';

/** Thrown by the rules, answered by the endpoint. */
export class Refused extends Error {
  constructor(readonly failure: GraphFailure) {
    super(failure.message);
  }
}

/** Ends a request in the network's words. */
export function refuse(failed: GraphFailure): never {
  throw new Refused(failed);
}

function bad(
  code: number,
  subcode: number,
  message: string,
  title: string,
  more: { readonly status?: number; readonly transient?: boolean } = {},
): GraphFailure {
  return failure(code, message, { subcode, title, said: `${title}.`, transient: false, ...more });
}

/** The refusals of publishing. Class and meaning: instagram §6. */
export const errors = {
  downloadTimeout: bad(-2, 2207003, 'The media could not be fetched in time', 'Download timeout'),
  createFailed: bad(-1, 2207032, 'The media could not be created', 'Create media failed'),
  uploadUnknown: bad(-1, 2207053, 'The media could not be uploaded', 'Unknown upload error'),
  thumbOffset: bad(1, 2207057, 'The thumbnail offset lies outside the video', 'Invalid thumbnail offset'),
  spam: bad(4, 2207051, 'Application request limit reached', 'Action is blocked', { status: 403 }),
  quota: bad(9, 2207042, 'Application request limit reached', 'Daily publish limit reached', { status: 403 }),
  mediaNotFound: bad(24, 2207006, 'The requested resource does not exist', 'Media not found'),
  builderExpired: bad(24, 2207008, 'The requested resource does not exist', 'Media builder expired'),
  restricted: bad(25, 2207050, 'The Instagram account is restricted', 'Account restricted'),
  unknownType: bad(100, 2207023, 'Invalid parameter', 'Unknown media type'),
  carousel: bad(100, 2207028, 'Invalid parameter', 'Invalid number of carousel items'),
  tooManyTags: bad(100, 2207040, 'Invalid parameter', 'Too many tags'),
  videoFormat: bad(352, 2207026, 'The video format is not supported', 'Unsupported video format'),
  unreachable: bad(
    9004,
    2207052,
    'Only photo or video can be accepted as media type',
    'Media not fetched from this URI',
  ),
  notReady: bad(9007, 2207027, 'Media ID is not available', 'The media is not ready for publishing'),
  tooLarge: bad(36000, 2207004, 'The image size is too large', 'Image size too large'),
  imageFormat: bad(36001, 2207005, 'The image format is not supported', 'Unsupported image format'),
  aspectRatio: bad(36003, 2207009, 'The aspect ratio is not supported', 'Invalid aspect ratio'),
  captionTooLong: bad(36004, 2207010, 'The caption was too long', 'Caption too long'),
} as const satisfies Readonly<Record<string, GraphFailure>>;
