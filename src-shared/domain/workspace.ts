import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { workspaceIdSchema } from '../ids.ts';

/** The ten client colours of `ui/tokens.css`. */
export const clientColours = [
  'ambre',
  'sapin',
  'rose',
  'indigo',
  'ardoise',
  'brique',
  'olive',
  'prune',
  'petrole',
  'noisette',
] as const;

/** A client of the person who uses Vigie: the hard partition of everything. Written by the renderer. */
export const workspaceSchema = v.object({
  id: workspaceIdSchema,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  colour: v.picklist(clientColours),
  /** IANA zone in which this client's posts are planned. */
  zone: v.string(),
  /** A scheduled post later than this (ms) is not sent but goes to "missed". */
  toleranceMs: v.number(),
  /** Order in the rail, ascending. */
  position: v.number(),
  /** True for the fictitious clients of the training workspace. */
  training: v.boolean(),
  archivedAt: v.nullable(v.number()),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type Workspace = Frozen<v.InferOutput<typeof workspaceSchema>>;
export type ClientColour = (typeof clientColours)[number];

export const defaultToleranceMs = 30 * 60_000;
