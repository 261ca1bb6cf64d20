import type { Settings } from '../../src-shared/bridge/app.ts';

/** What closing the window means, decided without Electron so that it can be read and tested. */
export type CloseAnswer =
  | { readonly tag: 'ask' }
  | { readonly tag: 'hide' }
  | { readonly tag: 'minimise' }
  | { readonly tag: 'quit' };

/** The first close asks; later ones obey. Where the tray went away, "tray" falls back to a minimised window. */
export function onWindowClose(onClose: Settings['onClose'], tray: boolean): CloseAnswer {
  switch (onClose) {
    case 'ask':
      return { tag: 'ask' };
    case 'tray':
      return tray ? { tag: 'hide' } : { tag: 'minimise' };
    case 'minimise':
      return { tag: 'minimise' };
    case 'quit':
      return { tag: 'quit' };
  }
}
