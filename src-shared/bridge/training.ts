import * as v from 'valibot';
import { accountIdSchema, workspaceIdSchema } from '../ids.ts';
import { call } from './types.ts';

/** The simulated networks: a workspace to learn in, on this machine only. */
export const training = {
  calls: {
    /** Starts the simulated servers and connects the two fictitious clients' accounts to these two workspaces. */
    start: call(
      v.object({ workspaceIds: v.pipe(v.array(workspaceIdSchema), v.length(2)) }),
      v.object({ accountIds: v.array(accountIdSchema) }),
    ),
    /** Makes somebody in the audience write something now. */
    stir: call(v.object({ workspaceId: workspaceIdSchema }), v.null()),
    /** Stops the simulated servers and forgets them; their accounts and clients were let go before. */
    end: call(v.null(), v.null()),
    running: call(v.null(), v.object({ running: v.boolean() })),
  },
  events: {},
} as const;
