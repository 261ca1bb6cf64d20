import path from 'node:path';
import { app, BrowserWindow } from 'electron';
import { registerSchemes, serveApp } from '../../src-main/app/app-protocol.ts';
import { createSendEvent, registerBridge, type AllHandlers } from '../../src-main/bridge/register.ts';
import { createLog } from '../../src-main/diagnostics/log.ts';
import { systemClock as clock } from '../../src-main/engine/clock.ts';
import { createDownStream } from '../../src-main/engine/down-stream.ts';
import { createParking } from '../../src-main/engine/parking.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { contract } from '../../src-shared/bridge/index.ts';
import type { Namespace } from '../../src-shared/bridge/types.ts';
import { failure } from '../../src-shared/errors.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { err, ok } from '../../src-shared/result.ts';
import { accountsOf, batchesOf, makeMessage } from './rows.ts';

/**
 * The down stream as the app builds it (journal, stream, bridge, preload, page), with rows from nowhere instead of a
 * network, and a page that stores them. Everything else that the bridge offers is refused.
 */

const profile = process.env['VIGIE_PROFILE'];
if (profile === undefined) throw new Error('VIGIE_PROFILE names no folder');
app.setPath('userData', profile);
app.enableSandbox();
registerSchemes();

declare global {
  var vigieBench: { push(count: number): Promise<number> } | undefined;
}

void app.whenReady().then(async () => {
  const log = createLog({ now: () => clock.now(), file: path.join(profile, 'bench-log.jsonl') });
  const opened = await openJournal({
    folder: path.join(profile, 'bench-journal'),
    log,
    now: () => clock.now(),
  });
  if (opened.tag === 'err') throw new Error(opened.error.code);
  const { journal } = opened.value;
  const parking = createParking({ journal, now: () => clock.now(), log });
  const down = await createDownStream({ journal, parking });
  void serveApp(path.join(__dirname, '../page'));
  const window = new BrowserWindow({
    width: 800,
    height: 600,
    webPreferences: {
      preload: path.join(app.getAppPath(), 'out/preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      backgroundThrottling: false,
    },
  });
  const send = createSendEvent(() => window.webContents, log);
  down.onOffer((number) => send('streams', 'offer', { number }));
  const streams: AllHandlers['streams'] = {
    hello: async ({ epoch, acked }) => {
      const greeted = await down.hello(epoch, acked);
      return greeted.tag === 'err' ? greeted : ok({ known: greeted.value.known, rebuild: false });
    },
    take: ({ epoch, after }) => down.take(epoch, after),
    ack: ({ epoch, number }) => down.ack(epoch, number),
    park: ({ epoch, number, rows }) => down.park(epoch, number, rows),
    rebuild: () => Promise.resolve(ok(null)),
  };
  const refuse = () => Promise.resolve(err(failure('unknown-call')));
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  const refused = Object.fromEntries(
    Object.entries(namespaces).map(([name, { calls }]) => [
      name,
      Object.fromEntries(Object.keys(calls).map((call) => [call, refuse])),
    ]),
  );
  registerBridge({
    isOurWindow: (contents) => contents === window.webContents,
    log,
    handlers: Promise.resolve({ ...refused, streams } as unknown as AllHandlers),
  });
  globalThis.vigieBench = {
    push: async (count) => {
      const now = clock.now();
      const accounts = accountsOf(['client-a', 'client-b'] as unknown as readonly WorkspaceId[], now);
      for (const indexes of batchesOf(count, 200)) {
        const rows = indexes.map(
          (index) => ({ tag: 'message', row: makeMessage(accounts, index, now) }) as const,
        );
        const pushed = await down.push(rows);
        if (pushed.tag === 'err') throw new Error(pushed.error.code);
      }
      return now;
    },
  };
  await window.loadURL('app://vigie/index.html');
});
