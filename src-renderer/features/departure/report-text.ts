import { fates, type Fate, type FateLine } from '../../../src-shared/departure/departure.ts';
import { tally } from '../../../src-shared/departure/report.ts';
import type { Text } from '../../text/create-text.ts';
import { lineState, lineTitle, lineWhy, order, type LineSources } from './report-line.ts';
import type { Arrived } from './use-arrived.ts';

export interface ReportParts {
  /** "14:05 – 18:20 (4 h 15)". */
  readonly period: string;
  readonly lines: readonly FateLine[];
  readonly sourcesOf: (line: FateLine) => LineSources;
  readonly arrived: readonly Arrived[];
  /** The end of the absence, epoch ms. */
  readonly end: number;
}

/** "5 partis · 1 manqué": every fate that something met. */
export const totalsWords = (text: Text, lines: readonly FateLine[]): string =>
  totals(text, lines)
    .map(({ words }) => words)
    .join(' · ');

export function totals(
  { t }: Text,
  lines: readonly FateLine[],
): readonly { readonly fate: Fate; readonly words: string }[] {
  const counts = tally(lines);
  return fates
    .filter((fate) => counts[fate] > 0)
    .map((fate) => ({ fate, words: t(`departure.count.${fate}`, { count: counts[fate] }) }));
}

/** Answers written meanwhile stand together, each with what became of it; everything else stands by its fate. */
export function sections(lines: readonly FateLine[]): {
  readonly replies: readonly FateLine[];
  readonly byFate: readonly { readonly fate: (typeof order)[number]; readonly lines: readonly FateLine[] }[];
} {
  const isReply = (line: FateLine): boolean => line.isNew && line.kind === 'reply';
  const others = lines.filter((line) => !isReply(line));
  return {
    replies: lines.filter(isReply),
    byFate: order
      .map((fate) => ({ fate, lines: others.filter((line) => line.fate === fate) }))
      .filter((part) => part.lines.length > 0),
  };
}

/** The whole report as plain text, to be sent to somebody. */
export function reportText(text: Text, { period, lines, sourcesOf, arrived, end }: ReportParts): string {
  const { t, times } = text;
  const lineText = (line: FateLine): string => {
    const sources = sourcesOf(line);
    return [
      `- ${times.moment(line.at, end)}`,
      sources.account?.handle ?? line.accountId,
      lineTitle(text, line, sources),
      lineState(text, line, end),
      lineWhy(text, line, sources, end),
    ].join(' | ');
  };
  const { replies, byFate } = sections(lines);
  const part = (title: string, own: readonly string[]): readonly string[] =>
    own.length === 0 ? [] : ['', `${title} (${own.length})`, ...own];
  return [
    t('departure.report'),
    period,
    totalsWords(text, lines) || t('departure.nothingHappened'),
    ...byFate.flatMap(({ fate, lines: own }) => part(t(`departure.fate.${fate}`), own.map(lineText))),
    ...part(t('departure.replies'), replies.map(lineText)),
    ...part(
      t('departure.arrived'),
      arrived.map(({ title, count }) => `- ${title} : ${count}`),
    ),
  ].join('\n');
}
