import { countGraphemes } from 'unicode-segmenter/grapheme';
import type { Content } from '../domain/content.ts';
import type { Format, Manifest, SettingField } from '../networks/manifest.ts';
import type { Add } from './finding.ts';

/** The options of a network that mean something for what is being written. */
export const settingsFor = (
  { settings }: Pick<Manifest, 'settings'>,
  content: Pick<Content, 'poll'>,
  format: Format | null,
): readonly SettingField[] =>
  settings.filter(
    (field) =>
      (field.when === undefined || (format !== null && field.when.includes(format.name))) &&
      (field.kind !== 'text' || field.withPoll !== true || content.poll !== null),
  );

/** Handles of a field for people, without their signs. */
export const peopleOf = (value: string): readonly string[] =>
  value
    .split(/[,\s]+/u)
    .map((handle) => handle.replace(/^[@＠]/u, ''))
    .filter((handle) => handle !== '');

/** What is written in a content's options, against the fields of the form. */
export function checkSettings(content: Content, manifest: Manifest, format: Format | null, add: Add): void {
  for (const field of settingsFor(manifest, content, format)) {
    const raw = content.settings[field.name];
    const value = typeof raw === 'string' ? raw.trim() : '';
    const about = { setting: field.name };
    switch (field.kind) {
      case 'choice':
      case 'flag':
        break;
      case 'text': {
        const isNeeded = field.required === true || field.withPoll === true;
        if (value === '' && isNeeded) add('error', 'setting-missing', about);
        const length = countGraphemes(value);
        if (length > field.max)
          add('error', 'setting-invalid', { ...about, what: 'length', length, max: field.max });
        break;
      }
      case 'people': {
        const count = peopleOf(value).length;
        if (count > field.max)
          add('error', 'setting-invalid', { ...about, what: 'people', count, max: field.max });
        break;
      }
      case 'address':
        if (value !== '' && !isSafeAddress(value))
          add('error', 'setting-invalid', { ...about, what: 'address' });
        break;
    }
  }
}

/** Whether an option alone makes a post worth sending: an address of which the network makes a card. */
export const hasAddress = (content: Content, manifest: Manifest, format: Format | null): boolean =>
  settingsFor(manifest, content, format).some(({ kind, name }) => {
    const value = content.settings[name];
    return kind === 'address' && typeof value === 'string' && value.trim() !== '';
  });

const safeAddress = /^https:\/\/[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?$/iu;
const isSafeAddress = (value: string): boolean => safeAddress.test(value);
