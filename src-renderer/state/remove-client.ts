import type { Failure } from '../../src-shared/errors.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import type { PurgeCertificate } from '../../src-shared/safety/purge.ts';
import { useNavigation } from './navigation.ts';
import { purge } from './purge.ts';
import type { Realm } from './realm.ts';

/**
 * Deletes a client: each account it still has is let go with its history, then everything written for it goes. The
 * caller has asked; accounts of a real client are disconnected by the person beforehand, where what waits is decided.
 */
export async function removeClient(
  realm: Pick<Realm, 'bridge' | 'databases' | 'history' | 'tables' | 'info' | 'now' | 'copied' | 'caughtUp'>,
  id: WorkspaceId,
): Promise<Result<PurgeCertificate, Failure>> {
  const own = (realm.tables.accounts.snapshot() ?? []).filter((one) => one.workspaceId === id);
  for (const account of own) {
    const gone = await realm.bridge.accounts.disconnect({
      accountId: account.id,
      keepHistory: false,
      queued: 'cancel',
      native: 'recall',
    });
    if (gone.tag === 'err' && gone.error.code !== 'account-missing') return gone;
  }
  const navigation = useNavigation.getState();
  if (navigation.client === id) navigation.showClient('all');
  return purge(realm, { tag: 'client', workspaceId: id, accounts: own.map((account) => account.id) });
}
