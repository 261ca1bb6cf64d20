import type { BridgeClient } from '../../src-shared/bridge/index.ts';

/** Puts the diagnostic report on the clipboard; false when main could not make it. It goes nowhere else. */
export async function copyReport(bridge: BridgeClient): Promise<boolean> {
  const report = await bridge.diagnostics.report(null);
  if (report.tag === 'err') return false;
  return (await bridge.app.copyText({ text: report.value.text })).tag === 'ok';
}
