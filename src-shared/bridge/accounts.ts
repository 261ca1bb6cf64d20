import * as v from 'valibot';
import { failureSchema } from '../errors.ts';
import { accountIdSchema, workspaceIdSchema } from '../ids.ts';
import { manifestSchema } from '../networks/manifest.ts';
import { networkIds } from '../networks/registry.ts';
import { describedSchema } from '../domain/described.ts';
import { authorSchema } from '../domain/person.ts';
import { vitalsSchema } from '../domain/vitals.ts';
import { call } from './types.ts';

export const accounts = {
  calls: {
    /** Every network that can be connected, with what its connection form asks. */
    networks: call(v.null(), v.array(manifestSchema)),
    /** Connects or, with `reconnect`, renews. Answers when it is over; `progress` tells the stages. */
    connect: call(
      v.object({
        attempt: v.string(),
        workspaceId: workspaceIdSchema,
        network: v.picklist(networkIds),
        fields: v.record(v.string(), v.string()),
        reconnect: v.nullable(accountIdSchema),
        /** One of the manifest's ways; absent: the first. */
        way: v.optional(v.string()),
      }),
      v.object({ accountIds: v.pipe(v.array(accountIdSchema), v.minLength(1)) }),
    ),
    /** What the person says to an `ask` of a connection that is under way. */
    answerConnect: call(
      v.object({
        attempt: v.string(),
        answer: v.variant('tag', [
          v.object({ tag: v.literal('pasted'), text: v.pipe(v.string(), v.maxLength(8_000)) }),
          v.object({ tag: v.literal('chosen'), ids: v.array(v.string()) }),
        ]),
      }),
      v.null(),
    ),
    /** Corrects how the person described the network of this account, for all accounts of it. */
    correct: call(
      v.object({ accountId: accountIdSchema, network: describedSchema }),
      v.object({ accountIds: v.array(accountIdSchema) }),
    ),
    cancelConnect: call(v.object({ attempt: v.string() }), v.null()),
    /** Revokes at the server, erases the secret, and does with the rest what the person chose. */
    disconnect: call(
      v.object({
        accountId: accountIdSchema,
        keepHistory: v.boolean(),
        queued: v.picklist(['cancel', 'keep']),
        native: v.picklist(['recall', 'leave']),
      }),
      v.object({
        /** False when the server could not be told: the secret is erased all the same. */
        revoked: v.boolean(),
        /** Handles of other accounts that need the same access, which the server therefore still knows. */
        sharedWith: v.array(v.string()),
        /** Natively scheduled posts that could not be recalled and will leave. */
        notRecalled: v.number(),
      }),
    ),
    /** How each account's dealings with its server have gone, as main knows it now. */
    vitals: call(v.null(), v.array(vitalsSchema)),
    findPeople: call(v.object({ accountId: accountIdSchema, query: v.string() }), v.array(authorSchema)),
  },
  events: {
    vitals: vitalsSchema,
    progress: v.object({ attempt: v.string(), stage: v.string() }),
    /** A connection needs a word of the person: the address at which the browser ended, or which identities. */
    ask: v.object({
      attempt: v.string(),
      ask: v.variant('tag', [
        v.object({ tag: v.literal('paste') }),
        v.object({
          tag: v.literal('choose'),
          choices: v.array(
            v.object({
              id: v.string(),
              name: v.string(),
              detail: v.string(),
              avatarUrl: v.nullable(v.string()),
            }),
          ),
        }),
      ]),
    }),
    failed: v.object({ accountId: accountIdSchema, failure: failureSchema }),
  },
} as const;
