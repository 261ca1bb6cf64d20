import type { Route } from '../../core/route.ts';
import type { GraphCall } from '../../meta/endpoint.ts';
import { invalidParameter, missing } from '../../meta/failure.ts';
import { isObject } from '../../meta/params.ts';
import { accountFor, needs } from '../access.ts';
import { refuse } from '../errors.ts';
import { guarded } from '../guarded.ts';
import { privateReplyTo } from '../private-replies.ts';
import type { AccountRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** Direct messages, private replies, and who may write no more. */
// instagram §3, Send DM; Block / spam
export function messageRoutes({ world, endpoints, messaging }: Services): readonly Route[] {
  /** Facebook Login sends as the page that the account is linked to; its own id does, too. */
  function sender(call: GraphCall): AccountRow {
    const linked = call.token.type === 'INSTAGRAM' ? undefined : world.accountOfPage(call.id);
    if (!linked) return accountFor(world, call, 'messages', 'POST');
    if (call.token.type !== 'PAGE' || call.token.profileId !== call.id) refuse(missing('post', call.id));
    needs(call.token, 'messages', 'POST');
    return linked;
  }

  return [
    ...endpoints.signed(
      'POST',
      '/:id/messages',
      'messages.create',
      guarded((call) => {
        const account = sender(call);
        return messaging.send({
          ownerId: account.id,
          params: call.params,
          privateReplyTo: (commentId) => privateReplyTo(world, account, commentId),
          isBlocked: (personId) => world.blocks.get(`${account.id} ${personId}`) !== undefined,
          did: call.request.did,
        });
      }),
    ),
    ...endpoints.signed(
      'POST',
      '/:id/moderate_conversations',
      'conversations.moderate',
      guarded((call) => {
        // instagram §3: in the description; whether everybody may is UNCONFIRMED
        const account = accountFor(world, call, 'messages', 'POST');
        const people = (call.params.list('user_ids') ?? []).flatMap((one) =>
          isObject(one) && typeof one['id'] === 'string' ? [one['id']] : [],
        );
        const actions = (call.params.list('actions') ?? []).map(String);
        if (people.length === 0 || actions.length === 0)
          return invalidParameter('The parameters user_ids and actions are required');
        for (const action of actions)
          for (const personId of people) {
            if (!world.users.get(personId)) return missing('post', personId);
            const id = `${account.id} ${personId}`;
            if (action === 'BLOCK_USER') world.blocks.put({ id, accountId: account.id, personId });
            else if (action === 'UNBLOCK_USER') world.blocks.delete(id);
            else if (action !== 'MOVE_TO_SPAM') return invalidParameter(`actions: ${action} is unknown`);
            call.request.did(action === 'BLOCK_USER' ? 'block' : action.toLowerCase(), personId);
          }
        return { success: true };
      }),
    ),
  ];
}
