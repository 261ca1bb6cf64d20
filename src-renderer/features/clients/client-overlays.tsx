import { useShell } from '../../state/shell.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { Certificate } from './certificate.tsx';
import { ClientForm } from './client-form.tsx';
import { ClientRemoval } from './client-removal.tsx';
import { ManageClients } from './manage-clients.tsx';
import { PersonPurge } from './person-purge.tsx';

/** The dialogs about clients: one at a time, over whatever is shown. */
export function ClientOverlays() {
  const overlay = useShell((shell) => shell.overlay);
  const workspaces = useWorkspaces();
  switch (overlay?.tag) {
    case 'clients':
      return <ManageClients />;
    case 'client-form': {
      const client = workspaces.find((one) => one.id === overlay.id) ?? null;
      if (overlay.id !== null && client === null) return null;
      return <ClientForm key={overlay.id ?? 'new'} client={client} />;
    }
    case 'client-removal': {
      const client = workspaces.find((one) => one.id === overlay.id);
      return client ? <ClientRemoval client={client} /> : null;
    }
    case 'person-purge':
      return <PersonPurge author={overlay.author} />;
    case 'purged':
      return <Certificate certificate={overlay.certificate} />;
    default:
      return null;
  }
}
