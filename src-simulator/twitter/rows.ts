/** What the simulated server stores. Moments are epoch milliseconds; ids are opaque decimal texts. */

interface Committed {
  readonly id: string;
  /** When the server stored it, which lists that lag behind look at. */
  readonly committedAt: number;
}

export interface AccountRow {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly bio: string;
  readonly createdAt: number;
  readonly language: string;
  /** The client (see core/clients) whose account this is. */
  readonly clientId: string | null;
  /** Null for those who cannot sign in here. */
  readonly email: string | null;
  readonly password: string | null;
}

/** An app of the developer console: a public client, so without a secret. Its id is the client id. */
export interface AppRow {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Accounts that own the app: what they read of themselves costs less (x §0, "owned reads"). */
  readonly owners: readonly string[];
}

/** An authorisation code; its id is the code. */
export interface CodeRow {
  readonly id: string;
  readonly appId: string;
  readonly accountId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
  readonly expiresAt: number;
}

/** What a person granted to an app once: its pairs rotate, and the replay of a used one ends all of it. */
export interface GrantRow {
  readonly id: string;
  readonly appId: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly ended: boolean;
}

/** An access token; its id is the token. `expiresAt` null: a ready-made one, for tests that are not about signing in. */
export interface TokenRow {
  readonly id: string;
  readonly grantId: string;
  readonly expiresAt: number | null;
  readonly revoked: boolean;
}

/** A refresh token; its id is the token. */
export interface RefreshRow {
  readonly id: string;
  readonly grantId: string;
  readonly used: boolean;
  readonly expiresAt: number;
}

export interface PollRow {
  readonly options: readonly { readonly label: string; readonly votes: number }[];
  readonly minutes: number;
  readonly endsAt: number;
}

export interface LinkEntity {
  /** Indexes into the stored text, which holds the short address. */
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly expanded: string;
  /** The medium that the link stands for, when it is the trailing one. */
  readonly mediaKey: string | null;
}

export type ReplySettings = 'everyone' | 'following' | 'mentionedUsers' | 'subscribers' | 'verified';

export interface PostRow extends Committed {
  readonly accountId: string;
  /** As written by its author: what duplicates are found by. */
  readonly written: string;
  /** As the network shows it: every address replaced by a short one. */
  readonly text: string;
  readonly links: readonly LinkEntity[];
  readonly mentions: readonly string[];
  readonly createdAt: number;
  readonly inReplyToId: string | null;
  readonly conversationId: string;
  readonly quotedId: string | null;
  readonly repostOf: string | null;
  readonly mediaIds: readonly string[];
  readonly poll: PollRow | null;
  readonly replySettings: ReplySettings;
  readonly language: string;
  /** Hidden by the author of the conversation. */
  readonly hidden: boolean;
  readonly madeWithAi: boolean;
  readonly paidPartnership: boolean;
  readonly impressions: number;
}

export interface SegmentRow {
  readonly bytes: number;
  readonly hash: string;
}

export interface MediaRow extends Committed {
  readonly accountId: string;
  readonly category: string;
  readonly type: 'photo' | 'animated_gif' | 'video';
  readonly mime: string;
  readonly totalBytes: number;
  /** Kept for pictures only; a video's segments are weighed and hashed, not kept. */
  readonly file: string | null;
  /** By index, for chunked uploads; empty once finalized or when it came in one piece. */
  readonly segments: Readonly<Record<string, SegmentRow>>;
  readonly startsWell: boolean;
  readonly finalized: boolean;
  /** When processing ends; equal to the finalizing when there is nothing to process. */
  readonly finalizedAt: number;
  readonly readyAt: number;
  readonly failure: { readonly name: string; readonly message: string } | null;
  readonly expiresAt: number;
  readonly width: number;
  readonly height: number;
  readonly alt: string | null;
  readonly postId: string | null;
}

export interface DmRow extends Committed {
  readonly conversationId: string;
  readonly senderId: string;
  readonly participants: readonly string[];
  readonly text: string;
  readonly mediaIds: readonly string[];
  readonly createdAt: number;
}

export type RelationKind = 'follow' | 'mute' | 'dm-block' | 'like';

/** `to` is an account, or the post that is liked. */
export interface RelationRow extends Committed {
  readonly kind: RelationKind;
  readonly from: string;
  readonly to: string;
}

/** The credit of the app's owner, in thousandths of a dollar; one row. */
export interface PurseRow {
  readonly id: 'purse';
  readonly left: number;
  readonly spent: number;
  /** Post and user reads already paid for on this UTC day. */
  readonly day: number;
  readonly paid: readonly string[];
}
