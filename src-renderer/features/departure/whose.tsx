import type { Account } from '../../../src-shared/domain/account.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { markOf } from '../../previews/index.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';

/** Whose a line is, and where it goes. */
export function Whose({
  client,
  account,
}: {
  readonly client: WorkspaceId | null;
  readonly account: Account | null;
}) {
  const owner = useWorkspaces().find(({ id }) => id === client);
  return (
    <>
      {owner && <ClientDisc name={owner.name} colour={owner.colour} size="small" label={owner.name} />}
      {account && <NetworkMark mark={markOf(account)} label={`${account.manifest.name} ${account.handle}`} />}
    </>
  );
}
