import { partsOf } from '../../../src-shared/domain/pieces.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import type { Meaning } from '../../../src-shared/calendar/moment.ts';
import type { Text } from '../../text/create-text.ts';

/** The first words of a post, or what it holds instead. */
export function excerptOf(text: Text, content: Content, most = 80): string {
  const line = content.text.trim().replaceAll(/\s+/g, ' ');
  const said =
    line !== ''
      ? line.length > most
        ? `${line.slice(0, most).trimEnd()}…`
        : line
      : content.media.length > 0
        ? text.t('calendar.pictures', { count: content.media.length })
        : text.t('calendar.noText');
  const count = partsOf(content).length + 1;
  return count > 1 ? text.t('calendar.inParts', { text: said, count }) : said;
}

/** A place's name as people say it: "Europe/Paris" is "Paris". */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** "jeudi 26 novembre 2026, 09:00", with the zone when it is not the one that is shown. */
export function momentText(text: Text, moment: Moment, shownZone: string): string {
  const words = text.times.full(moment.dueAt, moment.zone);
  return moment.zone === shownZone
    ? words
    : text.t('calendar.inZone', { moment: words, zone: cityOf(moment.zone) });
}

/** What the change of clocks does to a chosen wall time; null when it does nothing. */
export function meaningText(text: Text, meaning: Meaning): string | null {
  const time = meaning.moment.wall.slice(11, 16);
  switch (meaning.tag) {
    case 'plain':
      return null;
    case 'gap':
      return text.t('calendar.gap', { time, shown: meaning.shownWall.slice(11, 16) });
    case 'overlap':
      return text.t('calendar.overlap', { time });
  }
}
