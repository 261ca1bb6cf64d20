import { Menu, type MenuItemConstructorOptions } from 'electron';

interface MenuWords {
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly departures: string;
  readonly freeze: string;
}

/**
 * The application's menu: the system's own editing, zoom and window commands, which macOS takes their keys from.
 * Elsewhere it stays hidden until Alt is pressed.
 */
export function setMenu(words: MenuWords, freeze: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: words.edit, role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: words.departures,
      submenu: [{ label: words.freeze, click: freeze }],
    },
    { label: words.window, role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
