import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { pullOwn } from './feed-own.ts';
import { pullPrivate } from './feed-private.ts';
import { pullReviews, pullTagged } from './feed-around.ts';
import { lacks } from './secret.ts';

interface Feed {
  /** Without this permission there is nothing to read, which the account's health shows; null: it is needed anyway. */
  readonly scope: string | null;
  readonly pull: (ctx: ConnectorContext, input: PullInput) => Promise<Result<Page, ConnectorError>>;
}

const feeds: Readonly<Record<string, Feed>> = {
  own: { scope: null, pull: pullOwn },
  tagged: { scope: 'pages_read_user_content', pull: pullTagged },
  reviews: { scope: 'pages_read_user_content', pull: pullReviews },
  private: { scope: 'pages_messaging', pull: pullPrivate },
};

/** Reads one page of a feed. */
export async function pull(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const feed = feeds[input.feed];
  if (!feed) return err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) });
  if (feed.scope !== null && lacks(ctx.secret, feed.scope)) return ok(nothing(input));
  const page = await feed.pull(ctx, input);
  // An optional permission that is missing is no reason to think the whole access refused.
  const isLack =
    page.tag === 'err' && page.error.tag === 'auth' && page.error.failure.code === 'scope-missing';
  return isLack && feed.scope !== null ? ok(nothing(input)) : page;
}

const nothing = ({ cursor }: PullInput): Page => ({ items: [], cursor, opposite: null, more: false });
