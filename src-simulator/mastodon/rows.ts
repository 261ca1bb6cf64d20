/** What the simulated server stores. Moments are epoch milliseconds; ids are opaque strings. */

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';
export type QuotePolicy = 'public' | 'followers' | 'nobody';

interface Committed {
  readonly id: string;
  /** When the server stored it, which lists that lag behind look at. */
  readonly committedAt: number;
}

export interface AccountRow {
  readonly id: string;
  readonly username: string;
  /** Null for accounts of this server. */
  readonly domain: string | null;
  readonly displayName: string;
  readonly note: string;
  readonly website: string | null;
  readonly createdAt: number;
  readonly language: string;
  /** The client (see core/clients) whose account this is. */
  readonly clientId: string | null;
  /** Null for those who cannot sign in here. */
  readonly email: string | null;
  readonly password: string | null;
}

export interface AppRow {
  readonly id: string;
  readonly name: string;
  readonly website: string | null;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An authorisation code; its id is the code. */
export interface GrantRow {
  readonly id: string;
  readonly appId: string;
  readonly accountId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly expiresAt: number;
}

/** An access token; its id is the token. Without account: a token of the app itself. */
export interface TokenRow {
  readonly id: string;
  readonly appId: string;
  readonly accountId: string | null;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly revoked: boolean;
}

export interface EditRow {
  readonly text: string;
  readonly spoilerText: string;
  readonly sensitive: boolean;
  readonly mediaIds: readonly string[];
  readonly pollOptions: readonly string[] | null;
  readonly at: number;
}

export interface StatusRow extends Committed {
  readonly accountId: string;
  readonly text: string;
  readonly spoilerText: string;
  readonly visibility: Visibility;
  readonly sensitive: boolean;
  readonly language: string | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly inReplyToId: string | null;
  readonly inReplyToAccountId: string | null;
  /** The thread that it belongs to, for direct messages and muting. */
  readonly conversationId: string;
  readonly mediaIds: readonly string[];
  readonly pollId: string | null;
  readonly reblogOf: string | null;
  readonly quotedId: string | null;
  readonly quotePolicy: QuotePolicy;
  /** Account ids. */
  readonly mentions: readonly string[];
  readonly tags: readonly string[];
  readonly appId: string | null;
  /** Earlier versions, oldest first; empty until the first edit. */
  readonly edits: readonly EditRow[];
}

export interface MediaRow extends Committed {
  readonly accountId: string;
  readonly type: 'image' | 'gifv' | 'video' | 'audio';
  readonly mime: string;
  readonly file: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly description: string | null;
  readonly focus: { readonly x: number; readonly y: number } | null;
  readonly readyAt: number;
  readonly statusId: string | null;
  readonly scheduledId: string | null;
}

export interface PollRow {
  readonly id: string;
  readonly statusId: string;
  readonly options: readonly { readonly title: string; readonly votes: number }[];
  readonly expiresAt: number | null;
  readonly multiple: boolean;
  readonly hideTotals: boolean;
  /** Account id to the indexes chosen. */
  readonly voters: Readonly<Record<string, readonly number[]>>;
}

export interface PollParams {
  readonly options: readonly string[];
  /** Seconds. */
  readonly expiresIn: number;
  readonly multiple: boolean;
  readonly hideTotals: boolean;
}

/** A status as asked for, checked, before it exists. */
export interface StatusDraft {
  readonly text: string;
  readonly spoilerText: string;
  readonly visibility: Visibility;
  readonly sensitive: boolean;
  readonly language: string | null;
  readonly inReplyToId: string | null;
  readonly mediaIds: readonly string[];
  readonly poll: PollParams | null;
  readonly quotedId: string | null;
  readonly quotePolicy: QuotePolicy;
  readonly appId: string | null;
  /** Only for servers that back-date. */
  readonly createdAt: number | null;
}

export interface ScheduledRow extends Committed {
  readonly accountId: string;
  readonly scheduledAt: number;
  readonly draft: StatusDraft;
}

export interface MarkRow extends Committed {
  readonly kind: MarkKind;
  readonly accountId: string;
  readonly statusId: string;
}

export type MarkKind = 'favourite' | 'bookmark' | 'pin' | 'mute';

export interface RelationRow extends Committed {
  readonly kind: RelationKind;
  readonly from: string;
  readonly to: string;
  readonly expiresAt: number | null;
  /** For mutes: notifications are muted too. */
  readonly notifications: boolean;
}

export type RelationKind = 'follow' | 'block' | 'mute';

export interface NotificationRow extends Committed {
  /** Whose it is. */
  readonly accountId: string;
  readonly fromId: string;
  readonly type: 'mention' | 'reblog' | 'follow' | 'favourite' | 'poll' | 'update' | 'quote';
  readonly statusId: string | null;
  readonly createdAt: number;
}

export interface ConversationRow extends Committed {
  readonly accountId: string;
  readonly conversationId: string;
  readonly participants: readonly string[];
  readonly statusIds: readonly string[];
  readonly unread: boolean;
}

/** A key already used; its id is `account:key`. */
export interface KeyRow {
  readonly id: string;
  readonly statusId: string;
  readonly at: number;
}

export interface ReportRow extends Committed {
  readonly accountId: string;
  readonly targetId: string;
  readonly statusIds: readonly string[];
  readonly comment: string;
  readonly category: 'spam' | 'legal' | 'violation' | 'other';
  readonly forwarded: boolean;
  readonly ruleIds: readonly string[];
}
