import type { WorkspaceId } from '../../src-shared/ids.ts';
import { useNavigation } from './navigation.ts';

/** Shows a client, or everybody; the settings, which are nobody's, give way to the deck. */
export function visitClient(client: WorkspaceId | 'all'): void {
  const { place, go, showClient } = useNavigation.getState();
  showClient(client);
  if (place === 'settings') go('deck');
}
