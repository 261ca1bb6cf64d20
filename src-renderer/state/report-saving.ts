import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { useNavigation } from './navigation.ts';
import { useLiveStatus } from './status.ts';

/** Tells everybody, once it was refused, whether what is being typed is written (null) or not. */
export function createSavingReport(bridge: BridgeClient): (refused: Failure | null) => void {
  let wasRefused = false;
  return (refused) => {
    if (refused === null && !wasRefused) return;
    wasRefused = refused !== null;
    void report(bridge, refused);
  };
}

/** The browser does not say why it refuses a write; main looks at the disk, so that the banner names the cause. */
async function report(bridge: BridgeClient, refused: Failure | null): Promise<void> {
  const { reportStore } = useNavigation.getState();
  if (refused === null) reportStore(null);
  const read = await bridge.status.read(null);
  if (read.tag === 'ok') useLiveStatus.getState().setStatus(read.value);
  if (refused === null) return;
  const isFull = read.tag === 'ok' && read.value.disk === 'full';
  reportStore(isFull ? failure('disk-full') : refused);
}
