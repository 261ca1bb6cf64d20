import type { stopped as source } from '../fr/stopped.ts';
import type { TranslationOf } from '../message.ts';

export const stopped: TranslationOf<typeof source> = {
  failedTitle: 'The interface stopped',
  failedText: 'An unexpected error happened. Nothing you wrote is lost, and departures go on.',
  reload: 'Reload the window',
  copyReport: 'Copy a report',
  copied: 'The report is on the clipboard.',
  notCopied: 'The report could not be copied.',
  quit: 'Quit Vigie',
  newerTitle: 'This data comes from a newer version',
  newerText:
    'It was written by a newer Vigie than this one. So that nothing is damaged, Vigie {version} does not open it and changes nothing in it.',
  newerVersions: 'Data: format {found}. This version reads up to format {ours}.',
  newerNext: 'What to do',
  newerStep1: 'Install the latest Vigie: everything will be there, as it was.',
  newerStep2: 'Meanwhile, you can export everything you wrote to a readable file.',
  export: 'Export what I wrote…',
  exporting: 'Exporting…',
  exported: { one: '{count} item exported.', other: '{count} items exported.' },
  placeTitle: 'This part met an error',
  placeText: 'The rest of Vigie goes on. Nothing you wrote is lost.',
};
