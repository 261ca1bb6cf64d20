import * as v from 'valibot';
import { attachedKinds } from './audience.ts';

const milliseconds = v.pipe(v.number(), v.minValue(0));

const fault = v.variant('tag', [
  v.strictObject({ tag: v.literal('drop-reply') }),
  v.strictObject({
    tag: v.literal('late-commit'),
    minMs: v.exactOptional(milliseconds),
    maxMs: v.exactOptional(milliseconds),
  }),
  v.strictObject({ tag: v.literal('lagging-lists'), ms: milliseconds }),
  v.strictObject({ tag: v.literal('key-ignored') }),
  v.strictObject({ tag: v.literal('repeat-500') }),
  v.strictObject({ tag: v.literal('rate-limit'), ms: v.exactOptional(milliseconds) }),
  v.strictObject({
    tag: v.literal('server-error'),
    status: v.exactOptional(v.pipe(v.number(), v.minValue(500), v.maxValue(599))),
    retryAfterMs: v.exactOptional(milliseconds),
    worked: v.exactOptional(v.boolean()),
  }),
  v.strictObject({ tag: v.literal('slow-media'), ms: milliseconds }),
  v.strictObject({ tag: v.literal('revoked-token') }),
  v.strictObject({ tag: v.literal('wrong-scope') }),
  v.strictObject({
    tag: v.literal('altered-reply'),
    change: v.variant('tag', [
      v.strictObject({ tag: v.literal('unknown-fields') }),
      v.strictObject({ tag: v.literal('missing-field'), name: v.string() }),
      v.strictObject({ tag: v.literal('numbers-as-text') }),
    ]),
  }),
  v.strictObject({
    tag: v.literal('html-page'),
    status: v.exactOptional(v.pipe(v.number(), v.minValue(200), v.maxValue(599))),
    worked: v.exactOptional(v.boolean()),
  }),
  v.strictObject({
    tag: v.literal('own-refusal'),
    name: v.string(),
    worked: v.exactOptional(v.boolean()),
  }),
  v.strictObject({ tag: v.literal('reset') }),
  v.strictObject({ tag: v.literal('slow'), ms: milliseconds }),
  v.strictObject({ tag: v.literal('skewed-date'), ms: v.number() }),
  v.strictObject({ tag: v.literal('offline'), ms: v.exactOptional(milliseconds) }),
]);

export const faultRule = v.strictObject({
  fault,
  operation: v.exactOptional(v.string()),
  account: v.exactOptional(v.string()),
  kind: v.exactOptional(v.picklist(['read', 'write'])),
  probability: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  times: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  skip: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

/** Query parameters of the ledger arrive as text. */
export const ledgerQuery = v.strictObject({
  operation: v.exactOptional(v.string()),
  account: v.exactOptional(v.string()),
  method: v.exactOptional(v.string()),
  worked: v.exactOptional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((value) => value === 'true'),
    ),
  ),
  after: v.exactOptional(v.pipe(v.string(), v.transform(Number), v.number())),
});

export const saying = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['like', 'repost', 'remove']), person: v.string(), post: v.string() }),
  v.strictObject({ kind: v.literal('follow'), person: v.string(), account: v.string() }),
  v.strictObject({
    kind: v.picklist(['reply', 'edit']),
    person: v.string(),
    post: v.string(),
    text: v.string(),
  }),
  v.strictObject({
    kind: v.literal('mention'),
    person: v.string(),
    account: v.string(),
    text: v.string(),
  }),
  v.strictObject({
    kind: v.literal('message'),
    person: v.string(),
    account: v.string(),
    text: v.string(),
    at: v.exactOptional(v.number()),
    attached: v.exactOptional(v.picklist(attachedKinds)),
  }),
]);

export const bulkOrder = v.strictObject({
  account: v.string(),
  kind: v.picklist(['mention', 'like', 'repost', 'follow', 'message', 'post']),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  overMs: v.exactOptional(milliseconds),
});
