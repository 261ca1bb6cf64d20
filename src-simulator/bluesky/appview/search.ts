import type { Accounts } from '../pds/accounts.ts';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../protocol/json.ts';
import { featuresOf, mentionsOf } from '../records/facet.ts';
import type { Entry } from './entry.ts';

/** Case and accents do not count when words are looked for. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export type Query = {
  readonly words: readonly string[];
  readonly without: readonly string[];
  readonly authors: readonly string[];
  readonly mentions: readonly string[];
  readonly tags: readonly string[];
  readonly domains: readonly string[];
  readonly urls: readonly string[];
  readonly langs: readonly string[];
  /** Epoch ms, inclusive and exclusive. */
  readonly since: number;
  readonly until: number;
};

/** A date, or a moment; a bare date is its midnight in UTC. */
function moment(text: string | undefined, otherwise: number): number {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? otherwise : at;
}

export type SearchParams = {
  readonly q: string;
  readonly author?: string | undefined;
  readonly mentions?: string | undefined;
  readonly lang?: string | undefined;
  readonly domain?: string | undefined;
  readonly url?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly tags: readonly string[];
};

/** Reads the operators of a query (`from:`, `mentions:`, `#tag`, `"phrase"`, `-word`, `since:`…) beside the parameters. */
export function parseQuery(params: SearchParams, accounts: Accounts, self: string): Query {
  const did = (name: string): string =>
    name === 'me' ? self : (accounts.find(name.replace(/^@/, ''))?.id ?? name);
  const given = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
  const words: string[] = [];
  const without: string[] = [];
  const authors = given(params.author).map(did);
  const mentions = given(params.mentions).map(did);
  const tags = params.tags.map(folded);
  const domains = given(params.domain).map((name) => name.toLowerCase());
  const langs = [...given(params.lang)];
  const bounds = { since: params.since, until: params.until };
  for (const token of params.q.match(/-?"[^"]*"|\S+/g) ?? []) {
    const operator = /^(from|author|mentions|to|domain|lang|since|until):(.+)$/i.exec(token);
    const [, name, value = ''] = operator ?? [];
    if (name === 'from' || name === 'author') authors.push(did(value));
    else if (name === 'mentions' || name === 'to') mentions.push(did(value));
    else if (name === 'domain') domains.push(value.toLowerCase());
    else if (name === 'lang') langs.push(value);
    else if (name === 'since') bounds.since = value;
    else if (name === 'until') bounds.until = value;
    else if (token.startsWith('#') && token.length > 1) tags.push(folded(token.slice(1)));
    else if (token.startsWith('-') && token.length > 1)
      without.push(folded(token.slice(1).replaceAll('"', '')));
    else if (token !== '*') words.push(folded(token.replaceAll('"', '')));
  }
  return {
    words: words.filter((word) => word !== ''),
    without,
    authors,
    mentions,
    tags,
    domains,
    langs,
    urls: given(params.url),
    since: moment(bounds.since, -Infinity),
    until: moment(bounds.until, Infinity),
  };
}

function linksOf(record: JsonObject): readonly string[] {
  const card = textOf(objectOf(objectOf(record, 'embed'), 'external'), 'uri');
  const links = featuresOf(record, 'app.bsky.richtext.facet#link').flatMap(
    (link) => textOf(link, 'uri') ?? [],
  );
  return card === undefined ? links : [...links, card];
}

const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).hostname : '');

function tagsOf(record: JsonObject): readonly string[] {
  const inText = featuresOf(record, 'app.bsky.richtext.facet#tag').flatMap((tag) => textOf(tag, 'tag') ?? []);
  const beside = listOf(record, 'tags').filter((tag): tag is string => typeof tag === 'string');
  return [...inText, ...beside].map(folded);
}

const words = (text: string): readonly string[] => folded(text).match(/[\p{L}\p{N}_]+/gu) ?? [];

/** A word must stand as a word; a phrase (with a space) or anything with signs must stand somewhere. */
function holds(text: string, wanted: string): boolean {
  return /^[\p{L}\p{N}_]+$/u.test(wanted) ? words(text).includes(wanted) : folded(text).includes(wanted);
}

/** sheet: 3 Reading, listening (searchPosts) */
export function fitsQuery(query: Query, entry: Entry): boolean {
  const record = entry.row.value;
  const text = [textOf(record, 'text') ?? '', ...altTexts(record)].join('\n');
  const links = linksOf(record);
  const tags = tagsOf(record);
  const mentioned = mentionsOf(record);
  const langs = listOf(record, 'langs');
  return (
    entry.sortAt >= query.since &&
    entry.sortAt < query.until &&
    query.authors.every((did) => entry.row.did === did) &&
    query.mentions.every((did) => mentioned.includes(did)) &&
    query.tags.every((tag) => tags.includes(tag)) &&
    query.domains.every((domain) =>
      links.some((link) => hostOf(link) === domain || hostOf(link).endsWith(`.${domain}`)),
    ) &&
    query.urls.every((url) => links.includes(url)) &&
    query.langs.every((lang) =>
      langs.some((own) => typeof own === 'string' && own.split('-')[0] === lang.split('-')[0]),
    ) &&
    query.words.every((word) => holds(text, word)) &&
    !query.without.some((word) => holds(text, word))
  );
}

function altTexts(record: JsonObject): readonly string[] {
  const embed = objectOf(record, 'embed');
  const media = objectOf(embed, 'media') ?? embed;
  return listOf(media, 'images').flatMap((image) => (isObject(image) ? (textOf(image, 'alt') ?? []) : []));
}
