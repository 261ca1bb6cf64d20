import { badField, missingField, tooLong, wrongUrn, wrongValue, type ApiFailure } from './envelope.ts';
import { fieldsOf, isFields, listOf, textOf, type Fields } from './json.ts';
import { readLittleText } from './little-text.ts';
import { stateOf } from './media-state.ts';
import type { PostDraft } from './publishing.ts';
import type { PostContent } from './rows.ts';
import { urnKind } from './urn.ts';
import type { World } from './world.ts';

type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ApiFailure };
const fine = <T>(value: T): Read<T> => ({ ok: true, value });
const wrong = (failure: ApiFailure): { readonly ok: false; readonly failure: ApiFailure } => ({
  ok: false,
  failure,
});

// linkedin §3, §6
const COMMENTARY_MAX = 3_000;
const ALT_MAX = 4_086;
const TITLE_MAX = 400;
const POLL = {
  question: 140,
  option: 30,
  durations: ['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS'],
};

/** Reads what a post is to be, as the network checks it. The author is checked by who may speak as it. */
export function readDraft(world: World, body: unknown, author: string): Read<PostDraft> {
  const post = fieldsOf(body);
  const commentary = textOf(post['commentary']);
  if (commentary === undefined) return wrong(missingField('/commentary'));
  if (readLittleText(commentary).text.length > COMMENTARY_MAX)
    return wrong(tooLong('/commentary', COMMENTARY_MAX));
  const visibility = post['visibility'];
  if (visibility === undefined) return wrong(missingField('/visibility'));
  if (visibility !== 'PUBLIC' && visibility !== 'CONNECTIONS' && visibility !== 'LOGGED_IN')
    return wrong(wrongValue('/visibility', 'is not an enum symbol'));
  if (!isFields(post['distribution'])) return wrong(missingField('/distribution'));
  if (textOf(post['distribution']['feedDistribution']) === undefined)
    return wrong(missingField('/distribution/feedDistribution'));
  if (post['lifecycleState'] === undefined) return wrong(missingField('/lifecycleState'));
  // Nothing but what is published at once can be created: there is no schedule here.
  if (post['lifecycleState'] !== 'PUBLISHED')
    return wrong(wrongValue('/lifecycleState', 'only PUBLISHED is supported on creation'));
  const reshare = post['reshareContext'];
  const parent = isFields(reshare) ? textOf(reshare['parent']) : undefined;
  if (reshare !== undefined) {
    if (parent === undefined) return wrong(missingField('/reshareContext/parent'));
    if (urnKind(parent) !== 'share' && urnKind(parent) !== 'ugcPost')
      return wrong(wrongUrn('/reshareContext/parent', parent));
    const original = world.post(parent);
    if (!original || original.resharesDisabled)
      return wrong(wrongValue('/reshareContext/parent', 'can not be shared'));
  }
  const content = readContent(world, post['content'], author);
  if (!content.ok) return content;
  if (commentary === '' && content.value === null && parent === undefined)
    return wrong(badField('INVALID_VALUE_BLANK_FIELD', '/commentary', 'field is blank'));
  return fine({
    commentary,
    visibility,
    content: content.value,
    reshareOf: parent ?? null,
    resharesDisabled: post['isReshareDisabledByAuthor'] === true,
  });
}

function readContent(world: World, given: unknown, author: string): Read<PostContent | null> {
  if (given === undefined) return fine(null);
  const kinds = Object.keys(fieldsOf(given));
  const [kind] = kinds;
  if (kind === undefined) return fine(null);
  if (kinds.length > 1) return wrong(wrongValue('/content', 'more than one kind of content'));
  const content = fieldsOf(fieldsOf(given)[kind]);
  switch (kind) {
    case 'media':
      return readMedia(world, content, author);
    case 'multiImage':
      return readImages(world, content, author);
    case 'article':
      return readArticle(world, content, author);
    case 'poll':
      return readPoll(content);
    case 'carousel':
      return wrong(wrongValue('/content/carousel', 'is only supported for sponsored content'));
    default:
      return wrong(wrongValue(`/content/${kind}`, 'unrecognized field found but not allowed'));
  }
}

/** A medium that the author owns and that is ready. */
function readAsset(
  world: World,
  urn: unknown,
  accepted: readonly string[],
  author: string,
  field: string,
): Read<string> {
  if (typeof urn !== 'string') return wrong(missingField(field));
  if (!accepted.includes(urnKind(urn) ?? '')) return wrong(wrongUrn(field, urn));
  const row = world.media.get(urn);
  if (!row) return wrong(badField('INVALID_URN_ID', field, `URN "${urn.slice(0, 80)}" does not exist`));
  if (row.owner !== author) return wrong(wrongValue(field, 'is not owned by the author'));
  switch (stateOf(row, world.clock.now())) {
    case 'WAITING_UPLOAD':
    case 'PROCESSING':
      return wrong(badField('MEDIA_ASSET_WAITING_UPLOAD', field, 'The media asset is not available yet'));
    case 'PROCESSING_FAILED':
      return wrong(
        badField('MEDIA_ASSET_PROCESSING_FAILED', field, `Processing failed: ${row.failure ?? ''}`),
      );
    case 'AVAILABLE':
      return fine(urn);
  }
}

function readAlt(given: unknown, field: string): Read<string | null> {
  const alt = textOf(given);
  if (alt === undefined || alt === '') return fine(null);
  return alt.length > ALT_MAX ? wrong(tooLong(field, ALT_MAX)) : fine(alt);
}

function readMedia(world: World, media: Fields, author: string): Read<PostContent> {
  const asset = readAsset(world, media['id'], ['image', 'video', 'document'], author, '/content/media/id');
  if (!asset.ok) return asset;
  const alt = readAlt(media['altText'], '/content/media/altText');
  if (!alt.ok) return alt;
  const title = textOf(media['title']) ?? null;
  if (urnKind(asset.value) === 'document' && (title === null || title.trim() === ''))
    return wrong(missingField('/content/media/title'));
  if (title !== null && title.length > TITLE_MAX) return wrong(tooLong('/content/media/title', TITLE_MAX));
  return fine({ tag: 'media', media: asset.value, title, alt: alt.value });
}

function readImages(world: World, multi: Fields, author: string): Read<PostContent> {
  const given = listOf(multi['images']);
  if (given.length < 2 || given.length > 20)
    return wrong(wrongValue('/content/multiImage/images', 'needs between 2 and 20 images'));
  const images: { readonly id: string; readonly alt: string | null }[] = [];
  for (const [index, one] of given.entries()) {
    const field = `/content/multiImage/images/${index}`;
    const asset = readAsset(world, fieldsOf(one)['id'], ['image'], author, `${field}/id`);
    if (!asset.ok) return asset;
    const alt = readAlt(fieldsOf(one)['altText'], `${field}/altText`);
    if (!alt.ok) return alt;
    images.push({ id: asset.value, alt: alt.value });
  }
  return fine({ tag: 'images', images });
}

/** Nothing is fetched from the address: what is not given is not shown. */
function readArticle(world: World, article: Fields, author: string): Read<PostContent> {
  const source = textOf(article['source']);
  const title = textOf(article['title']);
  if (source === undefined) return wrong(missingField('/content/article/source'));
  if (!/^https?:\/\//.test(source) || !URL.canParse(source))
    return wrong(wrongValue('/content/article/source', 'is not a valid URL'));
  if (title === undefined || title.trim() === '') return wrong(missingField('/content/article/title'));
  if (title.length > TITLE_MAX) return wrong(tooLong('/content/article/title', TITLE_MAX));
  let thumbnail: string | null = null;
  if (article['thumbnail'] !== undefined) {
    const asset = readAsset(world, article['thumbnail'], ['image'], author, '/content/article/thumbnail');
    if (!asset.ok) return asset;
    thumbnail = asset.value;
  }
  const description = textOf(article['description']) ?? null;
  return fine({ tag: 'article', source, title, description, thumbnail });
}

function readPoll(poll: Fields): Read<PostContent> {
  const question = textOf(poll['question']) ?? '';
  if (question.trim() === '') return wrong(missingField('/content/poll/question'));
  if (question.length > POLL.question) return wrong(tooLong('/content/poll/question', POLL.question));
  const options = listOf(poll['options']).map((option) => textOf(fieldsOf(option)['text']) ?? '');
  if (options.length < 2 || options.length > 4)
    return wrong(wrongValue('/content/poll/options', 'needs between 2 and 4 options'));
  for (const [index, option] of options.entries()) {
    if (option.trim() === '')
      return wrong(badField('INVALID_VALUE_BLANK_FIELD', `/content/poll/options/${index}/text`, 'is blank'));
    if (option.length > POLL.option)
      return wrong(tooLong(`/content/poll/options/${index}/text`, POLL.option));
  }
  const duration = textOf(fieldsOf(poll['settings'])['duration']);
  if (duration === undefined || !POLL.durations.includes(duration))
    return wrong(wrongValue('/content/poll/settings/duration', 'is not an enum symbol'));
  return fine({ tag: 'poll', question, options, duration });
}
