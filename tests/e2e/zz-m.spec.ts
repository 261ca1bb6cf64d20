import { test } from './fixtures.ts';
test('m', async ({ page, running }) => {
  page.on('console', (m) => console.log(m.text().slice(0,300)));
  console.log(await page.evaluate(async () => {
    try { const r = await fetch('media://local/', { method: 'PUT', body: new Blob([new Uint8Array(100)]) }); return [r.status, await r.text()]; } catch (e) { return String(e); }
  }));
  console.log(await page.evaluate(async () => {
    try { const r = await fetch('media://local/abc'); return [r.status, await r.text()]; } catch (e) { return String(e); }
  }));
  console.log(running.output());
});
