import type { Text } from './create-text.ts';

/** Proportions that have a name. */
const named: readonly (readonly [number, number])[] = [
  [1, 1],
  [4, 5],
  [5, 4],
  [9, 16],
  [16, 9],
  [2, 3],
  [3, 2],
  [3, 4],
  [4, 3],
  [1, 2],
  [2, 1],
  [1, 3],
  [3, 1],
  [21, 9],
];

/** Width over height as it is said: "4:5", "1,91:1", "1:2,4". */
export function ratioWords(text: Pick<Text, 'formats'>, ratio: number): string {
  const known = named.find(([width, height]) => Math.abs(ratio / (width / height) - 1) < 0.004);
  if (known !== undefined) return known.join(':');
  const figure = (value: number): string => text.formats.number(value, { maximumFractionDigits: 2 });
  return ratio < 1 && ratio >= 0.1 ? `1:${figure(1 / ratio)}` : `${figure(ratio)}:1`;
}

/** The length of a film: "0,5 s", "45 s", "2 min 20 s", "1 h 05". */
export function lengthWords(text: Pick<Text, 'formats' | 't' | 'times'>, seconds: number): string {
  if (seconds < 10)
    return text.t('time.seconds', { seconds: text.formats.number(seconds, { maximumFractionDigits: 1 }) });
  const whole = Math.round(seconds);
  if (whole < 60 || whole % 60 === 0 || whole >= 3_600) return text.times.span(whole * 1000);
  return text.t('checks.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}

/** Bits a second: "25 Mbit/s". */
export const rateWords = (text: Pick<Text, 'formats' | 't'>, bitsPerSecond: number): string =>
  text.t('checks.megabits', {
    rate: text.formats.number(bitsPerSecond / 1_000_000, { maximumFractionDigits: 1 }),
  });

const codecNames: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC (H.265)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  mpeg4: 'MPEG-4',
  prores: 'ProRes',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  pcm: 'PCM',
  ac3: 'AC-3',
};

/** A compression by the name that export windows give it. */
export const codecWords = (codec: string): string => codecNames[codec] ?? codec.toUpperCase();
