import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { mediaHashSchema } from '../ids.ts';

/**
 * What a look into the file says, for films, sounds and documents. Null: the file does not say. Codecs are short names
 * in lower case: `h264`, `hevc`, `vp9`, `av1`; `aac`, `opus`, `mp3`.
 */
export const mediaFactsSchema = v.object({
  container: v.nullable(v.string()),
  videoCodec: v.nullable(v.string()),
  audioCodec: v.nullable(v.string()),
  seconds: v.nullable(v.number()),
  fps: v.nullable(v.number()),
  bitsPerSecond: v.nullable(v.number()),
  /** Pictures of an animation. */
  frames: v.nullable(v.number()),
  pages: v.nullable(v.number()),
  /** The index of a film lies before its pictures. */
  fastStart: v.nullable(v.boolean()),
});
export type MediaFacts = Frozen<v.InferOutput<typeof mediaFactsSchema>>;

/** A medium of a post: bytes are content-addressed files of main, this is what is said about them. */
export const postMediaSchema = v.object({
  hash: mediaHashSchema,
  mime: v.string(),
  bytes: v.number(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  /** File name as chosen by the person, for display only. */
  name: v.string(),
  alt: v.string(),
  decorative: v.boolean(),
  /** Absent: a picture, or a file that was attached before it was looked into. */
  facts: v.optional(mediaFactsSchema),
});
export type PostMedia = Frozen<v.InferOutput<typeof postMediaSchema>>;

export const pollSchema = v.object({
  options: v.array(v.string()),
  seconds: v.number(),
  multiple: v.boolean(),
});

/** A further part of a thread: it answers the part before it. */
export const partSchema = v.object({
  text: v.string(),
  media: v.array(postMediaSchema),
  warning: v.string(),
});
export type Part = Frozen<v.InferOutput<typeof partSchema>>;

/** What leaves for one account: frozen, hashed, kept as it was sent. */
export const contentSchema = v.object({
  text: v.string(),
  media: v.array(postMediaSchema),
  warning: v.string(),
  poll: v.nullable(pollSchema),
  language: v.nullable(v.string()),
  /** Network-specific options by manifest setting name, for example a visibility. */
  settings: v.record(v.string(), v.union([v.string(), v.boolean()])),
  /** What follows in a thread. Absent, never empty, where there is none: the hash of what was frozen before stays. */
  parts: v.optional(v.array(partSchema)),
  /** An answer to one's own post, sent as soon as all of it stands. Absent, never empty, where there is none. */
  firstComment: v.optional(v.string()),
});
export type Content = Frozen<v.InferOutput<typeof contentSchema>>;
/** What one account says otherwise than the common content. */
export type ContentChange = { readonly [Field in keyof Content]?: Content[Field] | undefined };
export type Poll = Frozen<v.InferOutput<typeof pollSchema>>;

export const emptyContent: Content = {
  text: '',
  media: [],
  warning: '',
  poll: null,
  language: null,
  settings: {},
};
