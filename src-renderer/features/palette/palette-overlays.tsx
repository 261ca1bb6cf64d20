import { useShell } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import { CommandPalette } from '../../ui/overlays/command-palette.tsx';
import { KeyMap } from './key-map.tsx';
import { useCommands } from './use-commands.tsx';

/** The palette, its shorter form that asks for a client, and the map of the keyboard. */
export function PaletteOverlays() {
  const overlay = useShell((shell) => shell.overlay);
  switch (overlay?.tag) {
    case 'palette':
    case 'compose-for':
      return <Palette key={overlay.tag} isForNewPost={overlay.tag === 'compose-for'} />;
    case 'shortcuts':
      return <KeyMap />;
    default:
      return null;
  }
}

function Palette({ isForNewPost }: { readonly isForNewPost: boolean }) {
  const { t } = useText();
  const show = useShell((shell) => shell.show);
  const { everything, newPostFor } = useCommands();
  return (
    <CommandPalette
      label={t(isForNewPost ? 'palette.composeFor' : 'palette.title')}
      placeholder={t(isForNewPost ? 'palette.composePlaceholder' : 'palette.placeholder')}
      resultsLabel={t('palette.results')}
      emptyText={t('palette.nothing')}
      sections={isForNewPost ? newPostFor : everything}
      onClose={() => show(null)}
    />
  );
}
