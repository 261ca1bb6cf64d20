import { describe, expect, it } from 'vitest';
import { createDeparture } from '../../../src-main/app/departure.ts';
import type { Settings } from '../../../src-shared/bridge/app.ts';

function leaving(onClose: Settings['onClose']) {
  const done: string[] = [];
  const departure = createDeparture({
    onClose: () => onClose,
    tray: () => true,
    needsMachine: () => [],
    ask: ({ reason }) => {
      done.push(`ask ${reason}`);
      return true;
    },
    hide: () => void done.push('hide'),
    minimise: () => void done.push('minimise'),
    end: () => void done.push('end'),
  });
  return { departure, done };
}

/** Settings that are written down when the test says so. */
function writing() {
  let isWritten = (): void => undefined;
  const written = new Promise<void>((resolve) => {
    isWritten = resolve;
  });
  return { write: () => written, isWritten: () => isWritten() };
}

describe('closing the window', () => {
  it('asks, and does what was answered', async () => {
    const { departure, done } = leaving('ask');
    expect(departure.windowCloses()).toBe(false);
    await departure.choose('tray');
    expect(departure.windowCloses()).toBe(false);
    expect(done).toEqual(['ask close', 'hide', 'ask close']);
  });

  it('is not asked again while the answer is still being written down', async () => {
    const { departure, done } = leaving('ask');
    departure.windowCloses();
    const settings = writing();
    const chosen = departure.choose('minimise', settings.write);
    expect(departure.windowCloses()).toBe(false);
    expect(done).toEqual(['ask close', 'minimise']);
    settings.isWritten();
    await chosen;
    expect(done).toEqual(['ask close', 'minimise', 'minimise']);
  });

  it('ends the program only once the answer is written down', async () => {
    const { departure, done } = leaving('ask');
    const settings = writing();
    const chosen = departure.choose('quit', settings.write);
    expect(departure.windowCloses()).toBe(false);
    expect(departure.quits()).toBe(false);
    expect(done).toEqual([]);
    settings.isWritten();
    await chosen;
    expect(done).toEqual(['end']);
    expect(departure.windowCloses()).toBe(true);
  });

  it('stays as it was where the person stays', async () => {
    const { departure, done } = leaving('ask');
    await departure.choose('stay', () => Promise.reject(new Error('there is nothing to remember')));
    expect(done).toEqual([]);
    expect(departure.windowCloses()).toBe(false);
  });
});
