import * as v from 'valibot';

/**
 * Ids. Written things (workspace, post, intent, column, media) have ULIDs or content hashes; fetched things have
 * natural ids built from what the network calls them, so that fetching twice can never make two rows.
 */
const brand = <const B extends string>(name: B, max: number) =>
  v.pipe(v.string(), v.minLength(1), v.maxLength(max), v.brand(name));

export const workspaceIdSchema = brand('WorkspaceId', 26);
export type WorkspaceId = v.InferOutput<typeof workspaceIdSchema>;

/** `network:server:remote id`, for example `net:example.social:1234`. */
export const accountIdSchema = brand('AccountId', 200);
export type AccountId = v.InferOutput<typeof accountIdSchema>;

export const postIdSchema = brand('PostId', 26);
export type PostId = v.InferOutput<typeof postIdSchema>;

export const intentIdSchema = brand('IntentId', 26);
export type IntentId = v.InferOutput<typeof intentIdSchema>;

/** `intent id/account id`: one delivery per account of an intent. */
export const deliveryIdSchema = brand('DeliveryId', 240);
export type DeliveryId = v.InferOutput<typeof deliveryIdSchema>;

/** Key of a row of the mirror: `workspace|account|remote id`. */
export const rowIdSchema = brand('RowId', 600);
export type RowId = v.InferOutput<typeof rowIdSchema>;

/** Lower-case hex SHA-256 of the bytes. */
export const mediaHashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.brand('MediaHash'));
export type MediaHash = v.InferOutput<typeof mediaHashSchema>;

export const accountId = (network: string, server: string, remoteId: string): AccountId =>
  v.parse(accountIdSchema, `${network}:${server}:${remoteId}`);

export const deliveryId = (intent: IntentId, account: AccountId): DeliveryId =>
  v.parse(deliveryIdSchema, `${intent}/${account}`);

export const rowId = (workspace: WorkspaceId, account: AccountId, remoteId: string): RowId =>
  v.parse(rowIdSchema, `${workspace}|${account}|${remoteId}`);
