/** What the simulated LinkedIn stores. Moments are epoch milliseconds; ids are URNs unless said otherwise. */

interface Committed {
  readonly id: string;
  /** When it was stored, which lists that lag behind look at. */
  readonly committedAt: number;
}

/** A person with a profile. The id is the bare one: `Ab12`, of `urn:li:person:Ab12`. */
export interface MemberRow {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly vanityName: string;
  readonly headline: string;
  /** Null for those who cannot sign in here. */
  readonly email: string | null;
  readonly password: string | null;
  /** The organisation that the member works for, as a URN: what ledger and faults call the member's account. */
  readonly home: string | null;
}

/** A company page. The id is the bare number. */
export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly vanityName: string;
  readonly website: string;
  /** The client (see core/clients) whose page this is; null for others. */
  readonly clientId: string | null;
  /** Followers that are nobody in particular. */
  readonly followersBase: number;
}

export type Role =
  'ADMINISTRATOR' | 'CONTENT_ADMINISTRATOR' | 'DIRECT_SPONSORED_CONTENT_POSTER' | 'ANALYST' | 'CURATOR';

export interface RoleRow {
  readonly id: string;
  /** URN. */
  readonly member: string;
  /** URN. */
  readonly organization: string;
  readonly role: Role;
  readonly state: 'APPROVED' | 'REQUESTED' | 'REVOKED';
}

/** An application of the developer portal; its id is the client id. */
export interface AppRow {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
  /** Scopes of the products that the app was granted. */
  readonly scopes: readonly string[];
  /** Gets refresh tokens. */
  readonly partner: boolean;
  /** LinkedIn switched on the native PKCE flow for it. */
  readonly nativePkce: boolean;
}

/** An authorisation code; its id is the code. */
export interface GrantRow {
  readonly id: string;
  readonly appId: string;
  readonly memberId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Null: the web flow, exchanged with the secret. */
  readonly challenge: string | null;
  readonly expiresAt: number;
}

/** An access token; its id is the token. */
export interface TokenRow {
  readonly id: string;
  readonly appId: string;
  readonly memberId: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Before this moment the servers do not know it yet, and say that it was revoked. */
  readonly usableAt: number;
  readonly revoked: boolean;
}

export interface RefreshRow {
  readonly id: string;
  readonly appId: string;
  readonly memberId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly revoked: boolean;
}

export type PostContent =
  | {
      readonly tag: 'media';
      readonly media: string;
      readonly title: string | null;
      readonly alt: string | null;
    }
  | {
      readonly tag: 'images';
      readonly images: readonly { readonly id: string; readonly alt: string | null }[];
    }
  | {
      readonly tag: 'article';
      readonly source: string;
      readonly title: string;
      readonly description: string | null;
      readonly thumbnail: string | null;
    }
  | {
      readonly tag: 'poll';
      readonly question: string;
      readonly options: readonly string[];
      readonly duration: string;
    };

export interface PostRow extends Committed {
  /** `urn:li:activity:…`: what comments and reactions hang on. */
  readonly activity: string;
  /** URN of a member or an organisation. */
  readonly author: string;
  /** Little text as it was kept: what came after an unescaped reserved character is gone. */
  readonly commentary: string;
  /** What people see of it. */
  readonly text: string;
  /** URNs that it mentions. */
  readonly mentions: readonly string[];
  readonly visibility: 'PUBLIC' | 'CONNECTIONS' | 'LOGGED_IN';
  readonly content: PostContent | null;
  readonly resharesDisabled: boolean;
  /** URN of the post that it shares again. */
  readonly reshareOf: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly commentsClosed: boolean;
}

/** What was deleted or never was, yet is still named by refusals of duplicates. */
export interface TraceRow {
  readonly id: string;
  readonly author: string;
  /** Of commentary and content. */
  readonly fingerprint: string;
  readonly at: number;
  readonly deleted: boolean;
}

export interface MediaRow extends Committed {
  readonly kind: 'image' | 'video' | 'document';
  readonly owner: string;
  readonly createdAt: number;
  readonly uploadExpiresAt: number;
  /** Bytes announced (videos only). */
  readonly announced: number | null;
  readonly parts: readonly {
    readonly first: number;
    readonly last: number;
    readonly etag: string | null;
    readonly file: string | null;
  }[];
  /** When all bytes were there (videos: when it was finalized); null before. */
  readonly uploadedAt: number | null;
  readonly readyAt: number | null;
  /** Why processing fails; null: it does not. */
  readonly failure: string | null;
  readonly mime: string | null;
}

export interface CommentRow extends Committed {
  /** The bare id, `72` of `urn:li:comment:(urn:li:activity:71,72)`. */
  readonly number: string;
  readonly activity: string;
  readonly actor: string;
  readonly text: string;
  readonly parent: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface ReactionRow extends Committed {
  readonly actor: string;
  /** Activity or comment URN. */
  readonly root: string;
  readonly type: string;
  readonly createdAt: number;
}

export interface NotificationRow extends Committed {
  readonly organization: string;
  readonly action:
    'LIKE' | 'COMMENT' | 'SHARE' | 'SHARE_MENTION' | 'ADMIN_COMMENT' | 'COMMENT_EDIT' | 'COMMENT_DELETE';
  /** Activity URN of the post concerned. */
  readonly sourcePost: string;
  /** URN of the comment, share or like made. */
  readonly generated: string;
  readonly actor: string;
  readonly text: string;
  readonly at: number;
}

export interface FollowRow extends Committed {
  readonly member: string;
  readonly organization: string;
  readonly at: number;
}
