/** How the keys are written on this system's keyboards. */
export function keyLabels(platform: string) {
  const mod = platform === 'darwin' ? '⌘' : 'Ctrl';
  return {
    mod,
    palette: [mod, 'K'],
    client: (position: number): readonly string[] => [mod, String(position)],
    settings: [mod, ','],
    brakes: [mod, '⇧', 'G'],
    departure: ['G', 'H'],
    newPost: ['N'],
    shortcuts: ['?'],
    go: {
      deck: ['G', 'B'],
      calendar: ['G', 'C'],
      forecast: ['G', 'P'],
      outbox: ['G', 'E'],
      accounts: ['G', 'A'],
      settings: ['G', 'R'],
    },
  } as const;
}
