import * as v from 'valibot';
import { wireNumber } from '../wire-number.ts';

/**
 * What Mastodon and its compatibles answer, as far as Vigie reads it. Unknown fields are ignored and decoration that
 * cannot be read (a card, a poll of an odd shape) is dropped, so that one server's habit never costs a message.
 */

/** Ids are opaque; some servers write small ones as numbers. */
const id = v.union([
  v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  v.pipe(v.number(), v.transform(String)),
]);

/** An ISO 8601 moment, read as epoch ms. */
const moment = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.check((epochMs) => Number.isFinite(epochMs), 'not a moment'),
);

const text = v.nullish(v.string(), '');
const flag = v.nullish(v.boolean(), false);
const optional = <const S extends v.GenericSchema>(schema: S) => v.fallback(v.nullish(schema, null), null);
const count = optional(wireNumber);

/** An array of which the elements that cannot be read are left out; what is no array at all has none. */
const each = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.fallback(v.nullish(v.array(v.unknown()), []), []),
    v.transform((values): T[] =>
      values.flatMap((value) => {
        const parsed = v.safeParse(schema, value);
        return parsed.success ? [parsed.output] : [];
      }),
    ),
  );

export const wireAccountSchema = v.object({
  id,
  username: v.string(),
  acct: v.string(),
  display_name: text,
  url: optional(v.string()),
  avatar: optional(v.string()),
  note: text,
  followers_count: count,
  following_count: count,
  statuses_count: count,
});
export type WireAccount = v.InferOutput<typeof wireAccountSchema>;

const mentionSchema = v.object({
  id,
  username: v.string(),
  acct: v.string(),
  url: optional(v.string()),
});
export type WireMention = v.InferOutput<typeof mentionSchema>;

const emojiSchema = v.object({ shortcode: v.string(), url: v.string(), static_url: optional(v.string()) });
export type WireEmoji = v.InferOutput<typeof emojiSchema>;

const sizeSchema = v.object({ width: count, height: count });
export const wireMediaSchema = v.object({
  id,
  type: v.fallback(v.string(), 'unknown'),
  url: optional(v.string()),
  preview_url: optional(v.string()),
  remote_url: optional(v.string()),
  description: optional(v.string()),
  meta: optional(v.object({ original: optional(sizeSchema), small: optional(sizeSchema) })),
});
export type WireMedia = v.InferOutput<typeof wireMediaSchema>;

const pollSchema = v.object({
  expires_at: optional(moment),
  multiple: flag,
  options: v.array(v.object({ title: v.string(), votes_count: count })),
});

/** Only whose words are quoted matters; the quoted words stay in `content` as a link. */
const quoteSchema = v.object({
  quoted_status: optional(v.object({ id, account: v.object({ id }) })),
});

export const wireStatusSchema = v.object({
  id,
  uri: optional(v.string()),
  url: optional(v.string()),
  created_at: moment,
  edited_at: optional(moment),
  account: wireAccountSchema,
  content: text,
  spoiler_text: text,
  visibility: v.fallback(v.string(), 'public'),
  language: optional(v.string()),
  in_reply_to_id: optional(id),
  in_reply_to_account_id: optional(id),
  mentions: each(mentionSchema),
  emojis: each(emojiSchema),
  media_attachments: each(wireMediaSchema),
  poll: optional(pollSchema),
  quote: optional(quoteSchema),
  reblog: optional(v.object({ id })),
  replies_count: count,
  reblogs_count: count,
  favourites_count: count,
  quotes_count: count,
  favourited: optional(v.boolean()),
  reblogged: optional(v.boolean()),
});
export type WireStatus = v.InferOutput<typeof wireStatusSchema>;

export const wireNotificationSchema = v.object({
  id,
  type: v.string(),
  created_at: moment,
  account: wireAccountSchema,
  status: v.nullish(wireStatusSchema, null),
  /** Pleroma's emoji reactions. */
  emoji: optional(v.string()),
});
export type WireNotification = v.InferOutput<typeof wireNotificationSchema>;

export const wireConversationSchema = v.object({
  id,
  unread: flag,
  accounts: each(wireAccountSchema),
  last_status: optional(wireStatusSchema),
});
export type WireConversation = v.InferOutput<typeof wireConversationSchema>;

export const wireContextSchema = v.object({
  ancestors: v.array(v.unknown()),
  descendants: v.array(v.unknown()),
});

export const wireScheduledSchema = v.object({
  id,
  scheduled_at: moment,
  params: v.object({
    text,
    spoiler_text: text,
    in_reply_to_id: optional(id),
    poll: optional(v.object({ options: v.array(v.string()) })),
    media_ids: optional(v.array(v.unknown())),
  }),
  media_attachments: each(wireMediaSchema),
});
export type WireScheduled = v.InferOutput<typeof wireScheduledSchema>;

/** What creating a post answers: the post, or the entry of the scheduler that holds it. */
export const createdSchema = v.union([wireScheduledSchema, wireStatusSchema]);

export const wireRelationshipSchema = v.object({ id, muting: flag, blocking: flag });

/** `/api/v2/instance`, and what v1 said instead: both are read with one schema, field by field. */
export const wireInstanceSchema = v.object({
  domain: optional(v.string()),
  uri: optional(v.string()),
  version: v.string(),
  source_url: optional(v.string()),
  api_versions: optional(v.record(v.string(), v.unknown())),
  urls: optional(v.object({ streaming_api: optional(v.string()) })),
  /** Pleroma's names. */
  max_toot_chars: count,
  upload_limit: count,
  poll_limits: optional(
    v.object({
      max_options: count,
      max_option_chars: count,
      min_expiration: count,
      max_expiration: count,
    }),
  ),
  configuration: optional(
    v.object({
      urls: optional(v.object({ streaming: optional(v.string()) })),
      statuses: optional(
        v.object({
          max_characters: count,
          max_media_attachments: count,
          characters_reserved_per_url: count,
        }),
      ),
      media_attachments: optional(
        v.object({
          supported_mime_types: optional(v.array(v.string())),
          description_limit: count,
          image_size_limit: count,
          image_matrix_limit: count,
        }),
      ),
      polls: optional(
        v.object({
          max_options: count,
          max_characters_per_option: count,
          min_expiration: count,
          max_expiration: count,
        }),
      ),
    }),
  ),
});
export type WireInstance = v.InferOutput<typeof wireInstanceSchema>;

export const wireNodeInfoIndexSchema = v.object({
  links: v.array(v.object({ rel: text, href: text })),
});
export const wireNodeInfoSchema = v.object({ software: v.object({ name: v.string(), version: text }) });
export const wireWebFingerSchema = v.object({
  links: v.array(v.object({ rel: text, href: text })),
});

export const wireAuthorityServerSchema = v.object({
  issuer: optional(v.string()),
  authorization_endpoint: v.string(),
  token_endpoint: v.string(),
  revocation_endpoint: optional(v.string()),
  app_registration_endpoint: optional(v.string()),
  scopes_supported: optional(v.array(v.string())),
});

export const wireApplicationSchema = v.object({ client_id: v.string(), client_secret: v.string() });

export const wireTokenSchema = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  token_type: text,
  scope: text,
  refresh_token: optional(v.string()),
  expires_in: count,
});

export const wireErrorSchema = v.object({ error: v.string(), error_description: optional(v.string()) });
