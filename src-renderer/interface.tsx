import { createRoot } from 'react-dom/client';
import type { BridgeClient } from '../src-shared/bridge/index.ts';
import { App } from './app.tsx';
import type { Started } from './start.ts';
import { Failed, Newer } from './stopped.tsx';
import { createToasts } from './ui/feedback/toast.tsx';
import { preparePressStyle } from './ui/press-style.ts';

/** Everything that is drawn, in the page's one place for it. */
export interface Interface {
  show(started: Started): void;
  fail(): void;
}

export function createInterface(place: HTMLElement, bridge: BridgeClient): Interface {
  preparePressStyle(document);
  const root = createRoot(place, {
    onUncaughtError: (error) => {
      void bridge.diagnostics.note({ kind: 'render', code: error instanceof Error ? error.name : 'unknown' });
      fail();
    },
  });
  const fail = (): void => root.render(<Failed bridge={bridge} />);
  return {
    show: (started) =>
      root.render(
        started.tag === 'ready' ? (
          <App realm={{ ...started.realm, toasts: createToasts() }} />
        ) : (
          <Newer bridge={bridge} found={started.found} ours={started.ours} />
        ),
      ),
    fail,
  };
}
