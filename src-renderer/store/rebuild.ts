import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { Databases } from './databases.ts';

const chunk = 100;

/** Gives main back what only this store still has, after main's journal was lost. */
export async function sendRebuild(bridge: BridgeClient, databases: Databases): Promise<void> {
  const accounts = (await databases.mirror.accounts.find().exec()).map((row) => row.toMutableJSON());
  const intents = (await databases.authored.intents.find().exec())
    .map((row) => row.toMutableJSON())
    // What main never accepted is handed over again by itself, as the new wish that it is.
    .filter((row) => row.handed === 'accepted')
    .map((row) => row.intent);
  const deliveries = (await databases.mirror.deliveries.find().exec()).map((row) => row.toMutableJSON());
  const most = Math.max(accounts.length, intents.length, deliveries.length, 1);
  for (let i = 0; i < most; i += chunk) {
    const sent = await bridge.streams.rebuild({
      accounts: accounts.slice(i, i + chunk),
      intents: intents.slice(i, i + chunk),
      deliveries: deliveries.slice(i, i + chunk),
      last: i + chunk >= most,
    });
    if (sent.tag === 'err') throw new Error(`rebuild refused: ${sent.error.code}`);
  }
}
