import { cidOfBlob } from '../pds/blobs.ts';
import { authorOf } from '../protocol/at-uri.ts';
import { isObject, listOf, objectOf, textOf, type Json, type JsonObject } from '../protocol/json.ts';
import { sees } from './entry.ts';
import { blockedForViewer, imageUrl, type Eyes } from './eyes.ts';
import { detachedQuotes, embeddingDisabled, gateUri } from './gates.ts';
import { relationView, profileBasic, selfLabelViews } from './profile-views.ts';
import { postCounts } from './post-counts.ts';

/** Quotes inside quotes are shown this deep. */
const DEPTH = 2;

const blobIn = (holder: Json, member: string): JsonObject | undefined => objectOf(holder, member);

function images(eyes: Eyes, did: string, embed: JsonObject): JsonObject {
  return {
    $type: 'app.bsky.embed.images#view',
    images: listOf(embed, 'images').flatMap((image) => {
      const blob = blobIn(image, 'image');
      if (!blob) return [];
      const cid = cidOfBlob(blob);
      return [
        {
          thumb: imageUrl(eyes, 'feed_thumbnail', did, cid),
          fullsize: imageUrl(eyes, 'feed_fullsize', did, cid),
          alt: textOf(image, 'alt') ?? '',
          aspectRatio: objectOf(image, 'aspectRatio'),
        },
      ];
    }),
  };
}

function gallery(eyes: Eyes, did: string, embed: JsonObject): JsonObject {
  return {
    $type: 'app.bsky.embed.gallery#view',
    items: listOf(embed, 'items').flatMap((item) => {
      const blob = blobIn(item, 'image');
      if (!blob) return [];
      const cid = cidOfBlob(blob);
      return [
        {
          $type: 'app.bsky.embed.gallery#viewImage',
          thumbnail: imageUrl(eyes, 'feed_thumbnail', did, cid),
          fullsize: imageUrl(eyes, 'feed_fullsize', did, cid),
          alt: textOf(item, 'alt') ?? '',
          aspectRatio: objectOf(item, 'aspectRatio'),
        },
      ];
    }),
  };
}

function video(eyes: Eyes, did: string, embed: JsonObject): JsonObject | undefined {
  const blob = objectOf(embed, 'video');
  if (!blob) return undefined;
  const cid = cidOfBlob(blob);
  return {
    $type: 'app.bsky.embed.video#view',
    cid,
    playlist: `${eyes.origin}/watch/${did}/${cid}/playlist.m3u8`,
    thumbnail: `${eyes.origin}/watch/${did}/${cid}/thumbnail.jpg`,
    alt: textOf(embed, 'alt'),
    aspectRatio: objectOf(embed, 'aspectRatio'),
    presentation: textOf(embed, 'presentation'),
  };
}

function external(eyes: Eyes, did: string, embed: JsonObject): JsonObject | undefined {
  const card = objectOf(embed, 'external');
  if (!card) return undefined;
  const thumb = objectOf(card, 'thumb');
  return {
    $type: 'app.bsky.embed.external#view',
    external: {
      uri: textOf(card, 'uri'),
      title: textOf(card, 'title'),
      description: textOf(card, 'description'),
      thumb: thumb ? imageUrl(eyes, 'feed_thumbnail', did, cidOfBlob(thumb)) : undefined,
    },
  };
}

/** sheet: 3 Reading, Moderation (detach quote) */
function quoted(eyes: Eyes, quotingUri: string, uri: string, depth: number): JsonObject {
  const { index, horizon } = eyes;
  const notFound = { $type: 'app.bsky.embed.record#viewNotFound', uri, notFound: true };
  const entry = index.find(uri, horizon);
  const author = entry && profileBasic(eyes, entry.row.did);
  if (!entry || !author || entry.row.collection !== 'app.bsky.feed.post') return notFound;
  const did = authorOf(uri);
  if (blockedForViewer(eyes, did))
    return {
      $type: 'app.bsky.embed.record#viewBlocked',
      uri,
      blocked: true,
      author: { did, viewer: relationView(eyes, did) },
    };
  const gate = index.find(gateUri(uri, 'app.bsky.feed.postgate'), horizon)?.row.value;
  if (detachedQuotes(gate).includes(quotingUri))
    return { $type: 'app.bsky.embed.record#viewDetached', uri, detached: true };
  const quotedByOther = authorOf(quotingUri) !== did;
  if (quotedByOther && embeddingDisabled(gate)) return notFound;
  const inner = objectOf(entry.row.value, 'embed');
  const view = inner && depth < DEPTH ? embedView(eyes, entry.row.id, inner, depth + 1) : undefined;
  return {
    $type: 'app.bsky.embed.record#viewRecord',
    uri,
    cid: entry.row.cid,
    author,
    value: entry.row.value,
    labels: selfLabelViews(entry),
    ...postCounts(eyes, uri),
    embeds: inner && depth < DEPTH ? (view ? [view] : []) : undefined,
    indexedAt: new Date(entry.row.indexedAt).toISOString(),
  };
}

/** What a post carries, ready to be shown: images with addresses, quotes with their text. */
export function embedView(eyes: Eyes, uri: string, embed: JsonObject, depth = 0): JsonObject | undefined {
  const did = authorOf(uri);
  switch (textOf(embed, '$type')) {
    case 'app.bsky.embed.images':
      return images(eyes, did, embed);
    case 'app.bsky.embed.gallery':
      return gallery(eyes, did, embed);
    case 'app.bsky.embed.video':
      return video(eyes, did, embed);
    case 'app.bsky.embed.external':
      return external(eyes, did, embed);
    case 'app.bsky.embed.record':
      return {
        $type: 'app.bsky.embed.record#view',
        record: quoted(eyes, uri, textOf(objectOf(embed, 'record'), 'uri') ?? '', depth),
      };
    case 'app.bsky.embed.recordWithMedia': {
      const media = objectOf(embed, 'media');
      const view = media && embedView(eyes, uri, media, depth);
      const target = textOf(objectOf(objectOf(embed, 'record'), 'record'), 'uri') ?? '';
      return (
        view && {
          $type: 'app.bsky.embed.recordWithMedia#view',
          record: { record: quoted(eyes, uri, target, depth) },
          media: view,
        }
      );
    }
    default:
      return undefined;
  }
}

/** Whether the author's gate forbids the viewer to quote a post. */
export function quotingDisabled(eyes: Eyes, uri: string): boolean {
  const gate = eyes.index.find(gateUri(uri, 'app.bsky.feed.postgate'), eyes.horizon);
  return (
    gate !== undefined &&
    sees(eyes.horizon, gate) &&
    isObject(gate.row.value) &&
    embeddingDisabled(gate.row.value)
  );
}
