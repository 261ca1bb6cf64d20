import { mediaInfoFactory } from 'mediainfo.js';
import * as v from 'valibot';
import { filmBoxes } from './film-boxes.ts';
import { nothingKnown, type Probed } from './probed.ts';
import type { Reader } from './reader.ts';

/** Reading more than this would be reading the film, not its index. */
const mostRead = 96 * 1024 * 1024;

/** A figure that it writes as a word, as it does in JSON. */
const figure = v.nullish(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((raw) => (Number.isFinite(Number(raw)) ? Number(raw) : null)),
  ),
);
const word = v.optional(v.string(), '');
const trackSchema = v.object({
  '@type': v.string(),
  Format: word,
  Format_Profile: word,
  CodecID: word,
  Duration: figure,
  FrameRate: figure,
  FrameCount: figure,
  BitRate: figure,
  OverallBitRate: figure,
  Width: figure,
  Height: figure,
  Rotation: figure,
  PixelAspectRatio: figure,
  IsTruncated: word,
});
type Track = v.InferOutput<typeof trackSchema>;
const answerSchema = v.object({ media: v.nullable(v.object({ track: v.array(trackSchema) })) });

/**
 * What a film's file says about itself, read by MediaInfo from the parts of the file that it asks for.
 *
 * @param wasm path of MediaInfo's module
 */
export async function filmFacts(reader: Reader, wasm: string): Promise<Probed> {
  const boxes = await filmBoxes(reader);
  // What is cut off would be refused by every network, whatever its index promises.
  if (boxes?.isWhole === false) return unreadable;
  const info = await mediaInfoFactory({ format: 'JSON', locateFile: () => wasm });
  try {
    let left = mostRead;
    const said = await info.analyzeData(reader.size, async (size, offset) => {
      const bytes = await reader.read(offset, Math.min(size, left));
      left -= bytes.byteLength;
      return bytes;
    });
    const answer = v.safeParse(answerSchema, JSON.parse(said));
    return toProbed(answer.success ? (answer.output.media?.track ?? []) : [], boxes?.fastStart ?? null);
  } finally {
    info.close();
  }
}

const unreadable: Probed = { facts: nothingKnown, width: null, height: null };

function toProbed(tracks: readonly Track[], fastStart: boolean | null): Probed {
  const general = tracks.find((track) => track['@type'] === 'General');
  const video = tracks.find((track) => track['@type'] === 'Video');
  const audio = tracks.find((track) => track['@type'] === 'Audio');
  if (general === undefined || video === undefined || general.IsTruncated === 'Yes') return unreadable;
  const isTurned = Math.abs((video.Rotation ?? 0) % 180) === 90;
  const height = video.Height ?? null;
  const width =
    typeof video.Width === 'number' ? Math.round(video.Width * (video.PixelAspectRatio ?? 1)) : null;
  return {
    facts: {
      ...nothingKnown,
      container: containerOf(general),
      videoCodec: codecOf(video, videoCodecs),
      audioCodec: audio === undefined ? null : codecOf(audio, audioCodecs),
      seconds: general.Duration ?? video.Duration ?? null,
      fps: video.FrameRate ?? null,
      bitsPerSecond: video.BitRate ?? general.OverallBitRate ?? null,
      fastStart,
    },
    width: isTurned ? height : width,
    height: isTurned ? width : height,
  };
}

function containerOf({ Format, Format_Profile, CodecID }: Track): string | null {
  if (Format === 'MPEG-4' || Format === 'QuickTime')
    return Format === 'QuickTime' || Format_Profile === 'QuickTime' || CodecID.trim() === 'qt'
      ? 'mov'
      : 'mp4';
  const name = Format.toLowerCase();
  return name === '' ? null : name;
}

const videoCodecs: Readonly<Record<string, string>> = {
  AVC: 'h264',
  HEVC: 'hevc',
  'MPEG-4 Visual': 'mpeg4',
  'MPEG Video': 'mpeg2',
};
const audioCodecs: Readonly<Record<string, string>> = {
  'MPEG Audio': 'mp3',
  'AC-3': 'ac3',
  'E-AC-3': 'eac3',
};

const codecOf = ({ Format }: Track, names: Readonly<Record<string, string>>): string | null =>
  Format === '' ? null : (names[Format] ?? Format.toLowerCase().replaceAll(/[^a-z0-9]/gu, ''));
