import { err, ok, type Result } from '../../src-shared/result.ts';
import type { SimRequest } from '../core/route.ts';
import type { PollRow, ReplySettings } from './rows.ts';
import type { World } from './world.ts';

/** The body of POST /2/tweets, read (x §2, field table). */
export interface Body {
  readonly text: string;
  readonly inReplyToId: string | null;
  readonly quotedId: string | null;
  readonly mediaIds: readonly string[];
  readonly poll: PollRow | null;
  readonly replySettings: ReplySettings;
  readonly madeWithAi: boolean;
  readonly paidPartnership: boolean;
}

export interface BodyProblem {
  readonly parameter: string;
  readonly value: string;
  readonly message: string;
}

/** The members of a JSON body; none when it is not an object. */
export function keysOf(request: SimRequest): Readonly<Record<string, unknown>> {
  return request.body.tag === 'json' ? objectOf(request.body.value) : {};
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

const known = new Set([
  'text',
  'reply',
  'media',
  'poll',
  'quote_tweet_id',
  'card_uri',
  'direct_message_deep_link',
  'reply_settings',
  'made_with_ai',
  'paid_partnership',
  'community_id',
  'share_with_followers',
  'for_super_followers_only',
  'nullcast',
  'geo',
  'edit_options',
]);
const settingsNames: readonly string[] = ['following', 'mentionedUsers', 'subscribers', 'verified'];
const isReplySettings = (value: unknown): value is ReplySettings =>
  typeof value === 'string' && settingsNames.includes(value);

export function readBody(request: SimRequest, world: World): Result<Body, BodyProblem> {
  const keys = keysOf(request);
  const no = (parameter: string, value: unknown, message: string): Result<Body, BodyProblem> =>
    err({ parameter, value: typeof value === 'string' ? value : JSON.stringify(value ?? null), message });
  const stray = Object.keys(keys).find((key) => !known.has(key));
  if (stray !== undefined)
    return no(
      stray,
      keys[stray],
      `$.${stray}: is not defined in the schema and the schema does not allow additional properties`,
    );
  const text = keys['text'] ?? '';
  if (typeof text !== 'string') return no('text', text, '$.text: string expected');

  const reply = objectOf(keys['reply']);
  const inReplyTo = reply['in_reply_to_tweet_id'] ?? null;
  if (inReplyTo !== null && !isId(inReplyTo))
    return no(
      'reply.in_reply_to_tweet_id',
      inReplyTo,
      '$.reply.in_reply_to_tweet_id: does not match the regex pattern ^[0-9]{1,19}$',
    );
  const quoted = keys['quote_tweet_id'] ?? null;
  if (quoted !== null && !isId(quoted))
    return no('quote_tweet_id', quoted, '$.quote_tweet_id: does not match the regex pattern ^[0-9]{1,19}$');

  // x §2: only one of media, poll, quote_tweet_id, card_uri, direct_message_deep_link
  const exclusive = ['media', 'poll', 'quote_tweet_id', 'card_uri', 'direct_message_deep_link'].filter(
    (key) => keys[key] !== undefined,
  );
  if (exclusive.length > 1)
    return no(
      exclusive.join(),
      '',
      `$.${exclusive[1]}: only one of [${exclusive.join(', ')}] may be present`,
    );

  const media = objectOf(keys['media']);
  const mediaIds = keys['media'] === undefined ? [] : media['media_ids'];
  if (
    !Array.isArray(mediaIds) ||
    !mediaIds.every(isId) ||
    (keys['media'] !== undefined && mediaIds.length === 0)
  )
    return no(
      'media.media_ids',
      mediaIds,
      '$.media.media_ids: there must be a minimum of 1 items in the array',
    );
  if (mediaIds.length > 4)
    return no(
      'media.media_ids',
      mediaIds,
      '$.media.media_ids: there must be a maximum of 4 items in the array',
    );
  const tagged = media['tagged_user_ids'] ?? [];
  if (!Array.isArray(tagged) || tagged.length > 10)
    return no(
      'media.tagged_user_ids',
      tagged,
      '$.media.tagged_user_ids: there must be a maximum of 10 items in the array',
    );

  const replySettings = keys['reply_settings'] ?? 'everyone';
  if (replySettings !== 'everyone' && !isReplySettings(replySettings))
    return no(
      'reply_settings',
      replySettings,
      `$.reply_settings: does not have a value in the enumeration [${settingsNames.join(', ')}]`,
    );
  if (keys['reply_settings'] === 'everyone')
    return no(
      'reply_settings',
      'everyone',
      `$.reply_settings: does not have a value in the enumeration [${settingsNames.join(', ')}]`,
    );
  for (const flag of ['made_with_ai', 'paid_partnership'])
    if (keys[flag] !== undefined && typeof keys[flag] !== 'boolean')
      return no(flag, keys[flag], `$.${flag}: boolean expected`);

  const poll = keys['poll'] === undefined ? ok(null) : readPoll(objectOf(keys['poll']), world.clock.now());
  if (poll.tag === 'err') return poll;
  return ok({
    text,
    inReplyToId: inReplyTo,
    quotedId: quoted,
    mediaIds,
    poll: poll.value,
    replySettings,
    madeWithAi: keys['made_with_ai'] === true,
    paidPartnership: keys['paid_partnership'] === true,
  });
}

/** x §2: two to four options of at most 25 characters, 5 to 10080 minutes. */
function readPoll(keys: Readonly<Record<string, unknown>>, now: number): Result<PollRow, BodyProblem> {
  const { options, duration_minutes: minutes } = keys;
  const no = (parameter: string, value: unknown, message: string): Result<PollRow, BodyProblem> =>
    err({ parameter, value: JSON.stringify(value ?? null), message });
  if (!Array.isArray(options) || options.length < 2 || options.length > 4)
    return no('poll.options', options, '$.poll.options: there must be between 2 and 4 items in the array');
  const labels = options.filter((option): option is string => typeof option === 'string');
  if (
    labels.length !== options.length ||
    labels.some((label) => label === '' || Array.from(label).length > 25)
  )
    return no('poll.options', options, '$.poll.options: may only be between 1 and 25 characters long');
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 5 || minutes > 10_080)
    return no('poll.duration_minutes', minutes, '$.poll.duration_minutes: must be between 5 and 10080');
  return ok({
    options: labels.map((label) => ({ label, votes: 0 })),
    minutes,
    endsAt: now + minutes * 60_000,
  });
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^\d{1,19}$/.test(value);
