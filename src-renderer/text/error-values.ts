import type { ErrorCode } from '../../src-shared/errors.ts';
import type { Text } from './create-text.ts';
import type { ErrorDetail } from './error-text.ts';
import { codecWords, lengthWords, ratioWords, rateWords } from './measures.ts';

/** What a failure's detail holds, as it is said: a moment, a size, a proportion, the name of a form. */
export function errorValues(
  text: Text,
  code: ErrorCode,
  detail: ErrorDetail,
): Readonly<Record<string, string>> {
  const said = Object.entries(detail).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    // An empty name would leave a hole in the sentence: the general one is whole.
    if (value === null || typeof value === 'boolean' || value === '') return [];
    return [
      typeof value === 'string'
        ? named(text, code, name, value, detail)
        : [name, figure(text, code, name, value)],
    ];
  });
  const range = rangeWords(text, code, detail);
  const rate = detail['bitsPerSecond'];
  return {
    ...Object.fromEntries(said),
    ...(range !== null && { range }),
    ...(typeof rate === 'number' && { rate: rateWords(text, rate) }),
  };
}

function figure(text: Text, code: ErrorCode, name: string, value: number): string {
  const isLimit = name === 'max' || name === 'min';
  if (name === 'until' || name === 'at') return text.formats.date(value, 'time');
  if (name === 'bytes' || name === 'maxBytes' || (isLimit && code === 'media-too-large'))
    return text.bytes(value);
  if (name === 'ratio') return ratioWords(text, value);
  if (name === 'seconds' || (isLimit && (code === 'film-too-long' || code === 'film-too-short')))
    return lengthWords(text, value);
  if (isLimit && code === 'film-rate') return rateWords(text, value);
  return text.number(value);
}

/** A word of the detail, in the person's language where it has one. */
function named(
  text: Text,
  code: ErrorCode,
  name: string,
  value: string,
  detail: ErrorDetail,
): readonly [string, string] {
  switch (name) {
    case 'kind':
      return ['medium', text.find(`checks.this.${value}`) ?? text.t('checks.this.any')];
    case 'form':
      return ['form', text.find(`networks.format.${value}`) ?? value];
    case 'setting':
      return ['setting', text.find(`composer.setting.${value}`) ?? value];
    case 'side':
      return ['side', text.find(`checks.side.${value}`) ?? value];
    case 'codec':
      return ['codec', codecWords(value)];
    case 'codecs':
      return ['codecs', text.formats.list(value.split(', ').map(codecWords), 'disjunction')];
    case 'what': {
      const of = code === 'many-marks' || code === 'too-many-marks' ? 'marks' : code;
      return ['what', text.find(`checks.${of}.${value}`, counted(detail)) ?? value];
    }
    default:
      return [name, value];
  }
}

/** For words that count: what is missing counts as many as the network asks for. */
function counted(detail: ErrorDetail): Readonly<Record<string, string | number>> {
  const figures = Object.entries(detail).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const { min } = detail;
  return { ...Object.fromEntries(figures), ...(typeof min === 'number' && { count: min }) };
}

function rangeWords(text: Text, code: ErrorCode, detail: ErrorDetail): string | null {
  const isRatio = code === 'media-ratio';
  if (!isRatio && code !== 'film-pace') return null;
  const say = (value: number): string => (isRatio ? ratioWords(text, value) : text.number(value));
  const min = detail[isRatio ? 'minRatio' : 'min'];
  const max = detail[isRatio ? 'maxRatio' : 'max'];
  if (typeof min === 'number' && typeof max === 'number')
    return min === max
      ? text.t('checks.range.exactly', { min: say(min) })
      : text.t('checks.range.between', { min: say(min), max: say(max) });
  if (typeof min === 'number') return text.t('checks.range.least', { min: say(min) });
  return typeof max === 'number' ? text.t('checks.range.most', { max: say(max) }) : null;
}
