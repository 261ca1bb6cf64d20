import { useEffect } from 'react';
import * as v from 'valibot';
import { deliveryIdSchema, postIdSchema } from '../src-shared/ids.ts';
import { readMessage } from './store/queries/messages.ts';
import { useNavigation } from './state/navigation.ts';
import { useNewPost } from './state/new-post.ts';
import { useRealm } from './state/realm.ts';
import { useShowDelivery } from './state/use-show-delivery.ts';
import { useShell } from './state/shell.ts';

/** Goes where the tray, the menu or a notification asks. */
export function useShowRequests(): void {
  const { bridge, databases } = useRealm();
  const newPost = useNewPost();
  const showDelivery = useShowDelivery();
  useEffect(
    () =>
      bridge.app.on('show', ({ place, id }) => {
        const navigation = useNavigation.getState();
        if (place === 'composer') {
          const post = v.safeParse(postIdSchema, id);
          if (post.success) navigation.compose(post.output);
          else newPost();
          return;
        }
        if (place === 'brakes') {
          useShell.getState().show({ tag: 'brakes' });
          return;
        }
        navigation.compose(null);
        navigation.go(place);
        if (place === 'outbox') {
          const delivery = v.safeParse(deliveryIdSchema, id);
          if (delivery.success) showDelivery(delivery.output);
        }
        if (place === 'deck' && id !== null) {
          void readMessage(databases, id).then((message) => {
            if (message === null) return;
            if (navigation.client !== 'all') navigation.showClient(message.workspaceId);
            navigation.openThread({
              messageId: message.id,
              accountId: message.accountId,
              conversationId: message.conversationId,
            });
          });
        }
      }),
    [bridge, databases, newPost, showDelivery],
  );
}
