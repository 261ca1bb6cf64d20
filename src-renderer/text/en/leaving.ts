import type { leaving as source } from '../fr/leaving.ts';
import type { TranslationOf } from '../message.ts';

export const leaving: TranslationOf<typeof source> = {
  closeTitle: 'Close the window',
  closeText: 'Vigie can go on without a window: scheduled posts leave and messages arrive.',
  quitTitle: 'Quit Vigie?',
  needs: {
    one: 'One post leaves only if Vigie runs on this computer:',
    other: '{count} posts leave only if Vigie runs on this computer:',
  },
  more: { one: 'and {count} more', other: 'and {count} more' },
  needsNone: 'No post needs this computer to leave.',
  late: {
    one: 'If it is too late at the next start, it will not leave: it will wait for your decision.',
    other: 'If they are too late at the next start, they will not leave: they will wait for your decision.',
  },
  noText: 'no text',
  tray: 'Go on without a window',
  minimise: 'Minimise the window',
  quit: 'Quit Vigie',
  quitAnyway: 'Quit anyway',
  stay: 'Stay',
  remember: 'Remember my choice',
  rememberHint: 'It can be changed in the settings.',
};
