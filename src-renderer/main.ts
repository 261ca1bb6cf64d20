import './ui/base.css';
import { createBridge } from './bridge.ts';
import { start, StoreNotOpened } from './start.ts';

performance.mark('vigie:page');
const bridge = createBridge(window.vigie);
const place = document.getElementById('root');
if (place === null) throw new Error('no place for the interface');
window.addEventListener('unhandledrejection', (event) => {
  const reason: unknown = event.reason;
  void bridge.diagnostics.note({
    kind: 'unhandled',
    code: reason instanceof Error ? reason.name : 'unknown',
  });
});

// The store opens while the code of the interface is still being read.
const starting = start(bridge);
starting.catch(() => undefined);
void import('./interface.tsx').then(async ({ createInterface }) => {
  performance.mark('vigie:interface');
  const drawn = createInterface(place, bridge);
  try {
    const started = await starting;
    performance.mark('vigie:started');
    drawn.show(started);
  } catch (error) {
    void bridge.diagnostics.note({ kind: 'store', code: error instanceof Error ? error.name : 'unknown' });
    // Files that the browser cannot read are set aside, and the page begins with an empty store and main's copy.
    const answer = error instanceof StoreNotOpened ? await bridge.app.renewStore(null) : null;
    if (answer?.tag === 'ok' && answer.value.renewed) window.location.reload();
    else drawn.fail();
  }
});
