import { useCallback } from 'react';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { readDelivery } from '../store/queries/deliveries.ts';
import { useNavigation } from './navigation.ts';
import { useRealm } from './realm.ts';

/** Points the outbox at a delivery, whichever client is shown. */
export function useShowDelivery(): (id: DeliveryId) => void {
  const { databases } = useRealm();
  return useCallback(
    (id) => {
      useNavigation.getState().showDelivery(id);
      void readDelivery(databases, id).then((delivery) => {
        const { client, showClient } = useNavigation.getState();
        if (delivery !== null && client !== 'all' && client !== delivery.workspaceId)
          showClient(delivery.workspaceId);
      });
    },
    [databases],
  );
}
