import type { Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorContext, ConnectorError, Secret } from '../contract.ts';

/** Who signed in, and where the account lives. */
export interface SignedIn {
  readonly did: string;
  readonly handle: string;
  readonly origin: string;
  readonly secret: Secret;
}

/**
 * A way of proving who we are. App passwords are one; OAuth with DPoP, whose headers depend on the request, is
 * another that takes the same place.
 */
export interface AuthStrategy {
  authorise(ctx: AuthoriseContext): Promise<Result<SignedIn, ConnectorError>>;
  /** When the access token ends, epoch ms. */
  expiresAt(secret: Secret): number;
  refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>>;
  revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>>;
  /** Headers that prove one request. */
  sign(
    secret: Secret,
    request: { readonly method: string; readonly url: string },
  ): Promise<Readonly<Record<string, string>>>;
}
