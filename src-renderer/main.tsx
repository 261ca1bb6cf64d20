import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createBridge } from './bridge.ts';
import { start } from './start.ts';
import { Failed, Newer } from './stopped.tsx';
import { preparePressStyle } from './ui/press-style.ts';

preparePressStyle(document);
const bridge = createBridge(window.vigie);
const place = document.getElementById('root');
if (place === null) throw new Error('no place for the interface');
const root = createRoot(place, {
  onUncaughtError: (error) => {
    void bridge.diagnostics.note({ kind: 'render', code: error instanceof Error ? error.name : 'unknown' });
    root.render(<Failed bridge={bridge} />);
  },
});
window.addEventListener('unhandledrejection', (event) => {
  const reason: unknown = event.reason;
  void bridge.diagnostics.note({
    kind: 'unhandled',
    code: reason instanceof Error ? reason.name : 'unknown',
  });
});

start(bridge)
  .then((started) => {
    root.render(
      started.tag === 'ready' ? (
        <App realm={started.realm} />
      ) : (
        <Newer bridge={bridge} found={started.found} ours={started.ours} />
      ),
    );
  })
  .catch((error: unknown) => {
    void bridge.diagnostics.note({ kind: 'store', code: error instanceof Error ? error.name : 'unknown' });
    root.render(<Failed bridge={bridge} />);
  });
