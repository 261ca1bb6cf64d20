import * as v from 'valibot';
import { parsed } from './refusal.ts';
import { strongRefSchema, type StrongRef } from './wire.ts';

/** What a later operation on an item needs, kept as opaque JSON beside the item. */
const postHandleSchema = v.object({ uri: v.string(), cid: v.string(), root: strongRefSchema });
export type PostHandle = Readonly<{ uri: string; cid: string; root: Readonly<StrongRef> }>;

const chatHandleSchema = v.object({ convo: v.string() });

export const postHandle = (post: StrongRef, root: StrongRef | null): string =>
  JSON.stringify({ uri: post.uri, cid: post.cid, root: root ?? { uri: post.uri, cid: post.cid } });

export const chatHandle = (convo: string): string => JSON.stringify({ convo });

export function readPostHandle(handle: string): PostHandle | null {
  const read = v.safeParse(postHandleSchema, parsed(handle));
  return read.success ? read.output : null;
}

/** The conversation of a direct message; null when the item is no direct message. */
export function readChatHandle(handle: string): string | null {
  const read = v.safeParse(chatHandleSchema, parsed(handle));
  return read.success ? read.output.convo : null;
}
