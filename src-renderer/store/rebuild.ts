import type { Intent } from '../../src-shared/domain/intent.ts';
import type { BridgeClient, Contract } from '../../src-shared/bridge/index.ts';
import type { Args } from '../../src-shared/bridge/types.ts';
import type { Databases } from './databases.ts';

const chunk = 100;

/**
 * Gives main back what only this store still has, after main's journal was lost. Answers whether main has taken it;
 * it may be sent again from the beginning.
 */
export async function sendRebuild(bridge: BridgeClient, databases: Databases): Promise<boolean> {
  const accounts = (await databases.mirror.accounts.find().exec()).map((row) => row.toMutableJSON());
  const intents = (await databases.authored.intents.find().exec())
    .map((row) => row.toMutableJSON())
    // What main held before an edit may be all that it had; an edit whose answer was never heard may have been accepted,
    // and have left, just before the journal was lost.
    .flatMap(({ handed, intent, held }) => [
      ...(held ? [held as Intent] : []),
      ...(handed === 'refused' ? [] : [intent]),
    ]);
  const deliveries = (await databases.mirror.deliveries.find().exec()).map((row) => row.toMutableJSON());
  const most = Math.max(accounts.length, intents.length, deliveries.length, 1);
  for (let i = 0; i < most; i += chunk) {
    const part = {
      accounts: accounts.slice(i, i + chunk),
      intents: intents.slice(i, i + chunk),
      deliveries: deliveries.slice(i, i + chunk),
    };
    const refused = await give(bridge, part, i + chunk >= most);
    if (refused !== null) {
      void bridge.diagnostics.note({ kind: 'stream', code: `rebuild-${refused}` });
      return false;
    }
  }
  return true;
}

type Part = Omit<Args<Contract['streams']['calls']['rebuild']>, 'last'>;
const empty: Part = { accounts: [], intents: [], deliveries: [] };

/** Answers why main did not take it, or null. One row that main cannot read must not keep the others from it. */
async function give(bridge: BridgeClient, part: Part, last: boolean): Promise<string | null> {
  const whole = await bridge.streams.rebuild({ ...part, last });
  if (whole.tag === 'ok') return null;
  if (whole.error.code !== 'bad-arguments') return whole.error.code;
  const singles: readonly Part[] = [
    ...part.accounts.map((one) => ({ ...empty, accounts: [one] })),
    ...part.intents.map((one) => ({ ...empty, intents: [one] })),
    ...part.deliveries.map((one) => ({ ...empty, deliveries: [one] })),
  ];
  for (const single of singles) {
    const sent = await bridge.streams.rebuild({ ...single, last: false });
    if (sent.tag === 'ok') continue;
    if (sent.error.code !== 'bad-arguments') return sent.error.code;
    void bridge.diagnostics.note({ kind: 'stream', code: 'rebuild-row-unreadable' });
  }
  const end = await bridge.streams.rebuild({ ...empty, last });
  return end.tag === 'ok' ? null : end.error.code;
}
