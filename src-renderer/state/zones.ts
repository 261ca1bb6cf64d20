import type { Text } from '../text/create-text.ts';

export interface ZoneOption {
  readonly id: string;
  /** The IANA name, as people know it from other programs: "Europe/Paris". */
  readonly label: string;
  /** What time it is there. */
  readonly detail: string;
}

/** Every time zone that this machine knows, and `current` even when it does not know that one. */
export function zoneOptions(text: Text, at: number, current: string): readonly ZoneOption[] {
  const known = Intl.supportedValuesOf('timeZone');
  const ids = known.includes(current) ? known : [current, ...known];
  return ids.map((id) => ({
    id,
    label: id.replaceAll('_', ' '),
    detail: text.t('settings.timesOf', { time: text.formats.date(at, 'time', id) }),
  }));
}
