import type { ElectronApplication } from '@playwright/test';

/** What the system tells a person who looks elsewhere, and the window that they look away from. */

export interface Announced {
  readonly title: string;
  readonly body: string;
}

/** The system's notifications, kept instead of shown: what stands on them is read, and they can be clicked. */
export const listen = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ Notification }) => {
    const announced: Electron.Notification[] = [];
    Object.assign(globalThis, { announced });
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      announced.push(this);
    };
  });
export const announced = (app: ElectronApplication): Promise<readonly Announced[]> =>
  app.evaluate(() =>
    (globalThis as unknown as { announced: Electron.Notification[] }).announced.map(({ title, body }) => ({
      title,
      body,
    })),
  );
export const clickLast = (app: ElectronApplication): Promise<void> =>
  app.evaluate(() => {
    (globalThis as unknown as { announced: Electron.Notification[] }).announced.at(-1)?.emit('click');
  });
export const hide = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
export const isShown = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
