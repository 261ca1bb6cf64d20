import { err, ok, type Result } from '../../src-shared/result.ts';
import { countGraphemes } from 'unicode-segmenter/grapheme';
import { mayRead } from './fan-out.ts';
import { invalid, notFound, type ApiFailure } from './failure.ts';
import type { Params } from './params.ts';
import type { AccountRow, MediaRow, PollParams, QuotePolicy, StatusDraft, Visibility } from './rows.ts';
import { countedLength, findEntities } from './text.ts';
import type { World } from './world.ts';

const VISIBILITIES: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];
const POLICIES: readonly QuotePolicy[] = ['public', 'followers', 'nobody'];

/** The refusal of a reply to something that is not there, or not for this author's eyes. */
// sheet: Errors (missing parent)
export function checkParent(world: World, author: AccountRow, params: Params): ApiFailure | undefined {
  const id = params.text('in_reply_to_id') || null;
  if (id === null) return undefined;
  const parent = world.statuses.get(id);
  if (parent && mayRead(world, parent, author.id)) return undefined;
  return { status: 404, error: 'The post you are trying to reply to does not appear to exist.' };
}

/** Reads and checks the parameters of a new status, in the order in which the server does. */
export function readDraft(
  world: World,
  author: AccountRow,
  params: Params,
  appId: string | null,
): Result<StatusDraft, ApiFailure> {
  const inReplyToId = params.text('in_reply_to_id') || null;
  const quotedId = (world.flavour.quotes ? params.text('quoted_status_id') : undefined) || null;
  if (quotedId !== null) {
    const quoted = world.statuses.get(quotedId);
    if (!quoted || !mayRead(world, quoted, author.id)) return err(notFound);
    if (quoted.accountId !== author.id && quoted.quotePolicy === 'nobody')
      return err({ status: 403, error: 'This action is not allowed' });
  }
  const visibility = params.text('visibility') ?? 'public';
  if (!isOneOf(VISIBILITIES, visibility))
    return err({ status: 422, error: `'${visibility}' is not a valid visibility` });
  const policy = params.text('quote_approval_policy') ?? 'public';
  if (!isOneOf(POLICIES, policy)) return err(invalid('Quote approval policy is invalid'));

  const spoiler = params.text('spoiler_text') ?? '';
  const body = params.text('status') ?? '';
  // A warning without a text becomes the text.
  const text = body.trim() === '' && spoiler !== '' ? spoiler : body;
  const spoilerText = text === spoiler && body.trim() === '' ? '' : spoiler;

  const mediaIds = params.list('media_ids') ?? [];
  const poll = readPoll(world, params);
  if (poll.tag === 'err') return poll;
  const problem =
    checkMedia(world, author, mediaIds, poll.value !== null, undefined) ??
    checkText(world, { text, spoilerText }, mediaIds.length > 0 || poll.value !== null);
  if (problem) return err(problem);
  return ok({
    text,
    spoilerText,
    visibility,
    sensitive: (params.boolean('sensitive') ?? false) || spoilerText !== '',
    language: readLanguage(params.text('language')) ?? author.language,
    inReplyToId,
    mediaIds,
    poll: poll.value,
    quotedId,
    quotePolicy: visibility === 'private' || visibility === 'direct' ? 'nobody' : policy,
    appId,
    createdAt: null,
  });
}

// sheet: Instance limits (length); Errors (its two messages)
export function checkText(
  world: World,
  written: { readonly text: string; readonly spoilerText: string },
  mayBeEmpty: boolean,
): ApiFailure | undefined {
  const { maxCharacters, reservedPerUrl } = world.flavour.limits;
  if (written.text.trim() === '' && !mayBeEmpty) return invalid("Text can't be blank");
  if (countedLength(written.text, written.spoilerText, reservedPerUrl) > maxCharacters)
    return invalid(`Text character limit of ${maxCharacters} exceeded`);
  return undefined;
}

/** `attachedTo` is the status being edited, whose own media may stay. */
// sheet: Publish / Media (the four refusals)
export function checkMedia(
  world: World,
  author: AccountRow,
  mediaIds: readonly string[],
  withPoll: boolean,
  attachedTo: string | undefined,
): ApiFailure | undefined {
  if (mediaIds.length === 0) return undefined;
  const { maxMedia } = world.flavour.limits;
  if (mediaIds.length > maxMedia || withPoll)
    return { status: 422, error: `Cannot attach more than ${maxMedia} files` };
  const found: MediaRow[] = [];
  for (const id of mediaIds) {
    const row = world.media.get(id);
    const free = row && ((row.statusId === null && row.scheduledId === null) || row.statusId === attachedTo);
    if (!row || !free || row.accountId !== author.id)
      return { status: 422, error: `Media ${id} not found or already attached to another post` };
    found.push(row);
  }
  if (found.length > 1 && found.some((row) => row.type !== 'image'))
    return { status: 422, error: 'Cannot attach a video to a post that already contains images' };
  if (found.some((row) => row.readyAt > world.clock.now()))
    return {
      status: 422,
      error: 'Cannot attach files that have not finished processing. Try again in a moment!',
    };
  return undefined;
}

export function readPoll(world: World, params: Params): Result<PollParams | null, ApiFailure> {
  const given = params.nested('poll');
  if (!given) return ok(null);
  const { pollOptions, pollOptionCharacters, pollShortest, pollLongest } = world.flavour.limits;
  const options = (given.list('options') ?? [])
    .map((option) => option.trim())
    .filter((option) => option !== '');
  const expiresIn = given.integer('expires_in') ?? 0;
  // sheet: Instance limits (polls)
  if (options.length < 2) return err(invalid('Options must have more than one item'));
  if (options.length > pollOptions)
    return err(invalid(`Options can't contain more than ${pollOptions} items`));
  if (options.some((option) => countGraphemes(option) > pollOptionCharacters))
    return err(invalid(`Options cannot be longer than ${pollOptionCharacters} characters each`));
  if (new Set(options).size !== options.length) return err(invalid('Options contain duplicate items'));
  if (expiresIn < pollShortest) return err(invalid('Expires at is too soon'));
  if (expiresIn > pollLongest) return err(invalid('Expires at is too far into the future'));
  return ok({
    options,
    expiresIn,
    multiple: given.boolean('multiple') ?? false,
    hideTotals: given.boolean('hide_totals') ?? false,
  });
}

/** Account ids that a text mentions; people whom the server does not know are left as text. */
export function mentionsIn(world: World, text: string): readonly string[] {
  const found = findEntities(text).flatMap((entity) => {
    if (entity.tag !== 'mention') return [];
    const account = world.accountNamed(entity.username, entity.domain);
    return account ? [account.id] : [];
  });
  return [...new Set(found)];
}

/** Unknown languages are ignored, as the server does. */
export function readLanguage(given: string | undefined): string | undefined {
  const code = given?.toLowerCase().split(/[-_]/)[0];
  return code !== undefined && /^[a-z]{2,3}$/.test(code) ? code : undefined;
}

function isOneOf<T extends string>(allowed: readonly T[], value: string): value is T {
  return allowed.some((item) => item === value);
}
