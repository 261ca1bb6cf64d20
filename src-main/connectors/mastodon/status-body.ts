import type { Content } from '../../../src-shared/domain/content.ts';
import { readHandleData } from './handle-data.ts';
import { visibilities } from './manifest.ts';

/** What a post answers, as an operation carries it. */
export interface ReplyTo {
  readonly remoteId: string;
  readonly handleData: string;
}

export interface StatusDraft {
  readonly content: Content;
  readonly mediaIds: readonly string[];
  readonly replyTo: ReplyTo | null;
  /** `message`: for the people of a private conversation only. */
  readonly tag: 'create' | 'schedule' | 'message';
}

/** The JSON body of `POST /api/v1/statuses`. */
export function statusBody({
  content,
  mediaIds,
  replyTo,
  tag,
}: StatusDraft): Readonly<Record<string, unknown>> {
  return {
    status: tag === 'message' ? addressed(content.text, replyTo) : content.text,
    visibility: tag === 'message' ? 'direct' : visibilityOf(content, replyTo),
    ...(replyTo === null ? {} : { in_reply_to_id: replyTo.remoteId }),
    ...(content.warning === '' ? {} : { spoiler_text: content.warning }),
    ...(content.settings['sensitive'] === true ? { sensitive: true } : {}),
    ...(content.language === null ? {} : { language: content.language }),
    ...(mediaIds.length === 0 ? {} : { media_ids: mediaIds }),
    ...(content.poll === null
      ? {}
      : {
          poll: {
            options: content.poll.options,
            expires_in: content.poll.seconds,
            multiple: content.poll.multiple,
          },
        }),
  };
}

/**
 * A private message reaches only whom its text mentions. The composer opens every answer with the mention (manifest
 * `replyOpening`), where the person sees and may change it; should a message mention none of its people all the same,
 * it would reach nobody, so they are mentioned before it. A public answer is left as it was written.
 */
export function addressed(text: string, replyTo: ReplyTo | null): string {
  const to = replyTo === null ? [] : readHandleData(replyTo.handleData).to;
  if (to.length === 0 || to.some((handle) => mentions(text, handle))) return text;
  return `${to.map((handle) => `@${handle}`).join(' ')} ${text}`;
}

/** Whether a text mentions a whole handle, with or without its server. */
function mentions(text: string, handle: string): boolean {
  const [user = '', domain = ''] = handle.toLowerCase().split('@');
  return [...text.toLowerCase().matchAll(/(?<![\w/@])@([\w.-]+)(?:@([\w.:-]+))?/g)].some(
    ([, name = '', host]) => trimmed(name) === user && (host === undefined || trimmed(host) === domain),
  );
}

const trimmed = (name: string): string => name.replace(/[.:-]+$/, '');

/** As chosen; otherwise as the answered post is shown, or public. */
function visibilityOf(content: Content, replyTo: ReplyTo | null): string {
  const chosen = content.settings['visibility'];
  if (typeof chosen === 'string' && isVisibility(chosen)) return chosen;
  const parent = replyTo === null ? null : readHandleData(replyTo.handleData).visibility;
  return parent !== null && isVisibility(parent) ? parent : 'public';
}

const isVisibility = (text: string): boolean => visibilities.some((visibility) => visibility === text);
