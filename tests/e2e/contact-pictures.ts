import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { openBrowser } from './browser.ts';
import { expect } from './fixtures.ts';

/** What the contact sheets share: the sizes of their pictures, and the page that shows all. */
export const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const;

export async function resize(
  app: ElectronApplication,
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size.width);
}

/** Every picture of a folder on one page, a line each name, and that page as `sheet.png`. */
export async function lay(
  folder: string,
  lines: readonly { readonly name: string; readonly pictures: readonly string[] }[],
): Promise<void> {
  const file = path.join(folder, 'sheet.html');
  const shown = lines.map(
    ({ name, pictures }) =>
      `<h2>${name}</h2><div>${pictures.map((picture) => `<img src="${picture}.png" alt="${picture}">`).join('')}</div>`,
  );
  await writeFile(
    file,
    `<!doctype html><meta charset="utf-8"><title>Vigie</title><style>body{font:14px sans-serif;margin:16px}div{display:grid;grid-template-columns:repeat(4,1fr);gap:8px}img{width:100%}h2{margin:16px 0 4px;font-size:14px}</style>${shown.join('')}`,
  );
  const browser = await openBrowser(pathToFileURL(file).href);
  await browser.page.waitForLoadState('load');
  await browser.page.screenshot({ path: path.join(folder, 'sheet.png'), fullPage: true });
  await browser.close();
}
