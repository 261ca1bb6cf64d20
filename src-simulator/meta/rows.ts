import type { Attached } from '../core/audience.ts';
import type { StateRow } from '../core/state.ts';

/** An app of the developer console. */
export interface AppRow extends StateRow {
  readonly name: string;
  readonly secret: string;
  /** The addresses that a login may end at, to the letter. */
  readonly redirectUris: readonly string[];
  /** Permissions that its access level lets it ask for. */
  readonly scopes: readonly string[];
  /** With standard access only these users may log in to it (facebook-pages §2, access level). */
  readonly roles: readonly string[];
}

/** A person: one who manages pages (with a password), or one of the audience. */
export interface UserRow extends StateRow {
  readonly name: string;
  readonly handle: string;
  readonly email: string | null;
  readonly password: string | null;
}

export type PageTask = 'CREATE_CONTENT' | 'MODERATE' | 'MESSAGING' | 'ANALYZE' | 'MANAGE';

export interface PageRow extends StateRow {
  readonly name: string;
  readonly username: string;
  readonly about: string;
  readonly website: string;
  readonly category: string;
  readonly clientId: string | null;
  /** Users with a role, and what they may do. */
  readonly tasks: Readonly<Record<string, readonly PageTask[]>>;
  readonly followers: number;
  /** The Instagram account linked to it, where the network has any. */
  readonly instagramId: string | null;
  readonly createdAt: number;
}

export type TokenEnd = 'app-removed' | 'password-changed' | 'checkpoint' | 'no-role';

export interface TokenRow extends StateRow {
  /** `INSTAGRAM`: an account's own, of Instagram Login. */
  readonly type: 'USER' | 'PAGE' | 'APP' | 'INSTAGRAM';
  readonly appId: string;
  readonly userId: string;
  /** Whom it acts as: the page, the account, or the user. */
  readonly profileId: string;
  readonly scopes: readonly string[];
  /** The pages that the person left to the app; null: all. */
  readonly targets: readonly string[] | null;
  readonly issuedAt: number;
  /** Epoch ms; null: no end. */
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number;
  readonly longLived: boolean;
  readonly ended: TokenEnd | null;
}

export interface CodeRow extends StateRow {
  readonly appId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly targets: readonly string[] | null;
  readonly expiresAt: number;
}

/** A file that arrives in pieces. */
export interface UploadRow extends StateRow {
  readonly appId: string;
  /** What it is for: `app` sessions give a handle, the others feed the object of this id. */
  readonly kind: 'app' | 'video' | 'container';
  readonly size: number | null;
  readonly received: number;
  readonly fileType: string;
  /** Chained digest of the pieces: the bytes of large files are not kept. */
  readonly digest: string;
  readonly blob: string | null;
  /** The first bytes, in base64: what kind of file it truly is. */
  readonly head: string;
  readonly handle: string | null;
  readonly createdAt: number;
}

export interface ThreadRow extends StateRow {
  /** The page or the Instagram account that the thread belongs to. */
  readonly ownerId: string;
  readonly personId: string;
  readonly platform: 'MESSENGER' | 'INSTAGRAM';
  readonly updatedAt: number;
  readonly committedAt: number;
  readonly unread: number;
  /** The comment that a private reply answered. */
  readonly fromComment: string | null;
}

export interface MessageRow extends StateRow {
  readonly threadId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly text: string;
  /** Absent: words only. */
  readonly attached?: Attached;
  readonly createdAt: number;
  readonly committedAt: number;
}
