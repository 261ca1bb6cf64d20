import { openBrowser, catchLinks } from './browser.ts';
import { expect, test } from './fixtures.ts';
import http from 'node:http';
test('b', async () => {
  const s = http.createServer((_, r) => r.end('<button>hi</button>')).listen(0);
  const a = s.address() as { port: number };
  const b = await openBrowser(`http://127.0.0.1:${a.port}/`);
  await expect(b.page.getByRole('button')).toBeVisible();
  await b.close(); s.close();
});
test('c', async ({ app, page }) => {
  await page.waitForTimeout(500);
  const l = await catchLinks(app);
  await page.evaluate(() => window.vigie.call('app.openLink', { url: 'https://example.com/' }));
  console.log(await l());
  const b = await openBrowser('about:blank');
  console.log(b.page.url());
  await b.close();
});
