/**
 * One break for every kind of fault that the connector suite plays, each in one connector or in what is shared under it,
 * with the case that must go red. `tests/unit/connector-suite/bugs.test.ts` fails for a fault that nothing here is for.
 *
 * @typedef {import('./classic.mjs').Mutant} Mutant
 */

/**
 * @param {string} network
 * @param {string} one a case of the suite
 * @param {Pick<Mutant, 'bug' | 'file' | 'from' | 'to'>} change
 * @returns {Mutant}
 */
const caught = (network, one, change) => ({
  ...change,
  bug: `${network}: ${change.bug}`,
  project: 'integration',
  tests: ['tests/integration/connector-suite/connector-suite.test.ts'],
  name: `the connector of ${network} ${one}$`,
  reach: reachOf(network, change.file),
});

const everybody = ['bluesky', 'facebook', 'instagram', 'linkedin', 'mastodon', 'twitter'];
const meta = ['facebook', 'instagram'];

/**
 * Whose cases a change of a file may turn red.
 *
 * @param {string} network
 * @param {string} file
 * @returns {readonly string[]}
 */
function reachOf(network, file) {
  if (file.startsWith(`${connectors}/${network}/`)) return [network];
  return file.startsWith(`${connectors}/meta/`) ? meta : everybody;
}

const connectors = 'src-main/connectors';

/** @type {readonly Mutant[]} */
export const connectorBugs = [
  caught('mastodon', 'write: dropped reply after the work', {
    bug: 'a write without an answer is said to have failed',
    file: `${connectors}/mastodon/calls.ts`,
    from: "if (kind === 'write') return err({ tag: 'unknown-outcome', failure: cause });",
    to: "if (kind === 'write') return err({ tag: 'server', failure: cause });",
  }),
  caught('facebook', 'write: dropped reply after the work', {
    bug: 'what was seen in the list is not believed',
    file: `${connectors}/facebook/find.ts`,
    from: "  return (wanted.words !== '' || wanted.link !== null) && sameWords(post.message, wanted.words);",
    to: '  return false;',
  }),
  // Not X, Facebook or LinkedIn: they refuse the same words a second time, so that asking too early harms nobody there.
  caught('instagram', 'write: late commit', {
    bug: 'a write is believed not to come as soon as it was not seen',
    file: 'src-shared/outbox/look.ts',
    from: '  from + Math.max(outboxPolicy.minSettleMs, settleMs);',
    to: '  from + outboxPolicy.minSettleMs;',
  }),
  caught('instagram', 'write: lagging list after a dropped reply', {
    bug: 'the id of a post is given up as soon as the list does not show it',
    file: `${connectors}/instagram/find-media.ts`,
    from: 'if (alike.value.length === 0 && ctx.now() < sentAt + listLagMs)',
    to: 'if (alike.value.length === 0 && ctx.now() < sentAt)',
  }),
  caught('linkedin', 'write: 5xx after the work', {
    bug: 'a 5xx is believed to be a no',
    file: `${connectors}/linkedin/refusal.ts`,
    from: "  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };",
    to: "  return { tag: 'server', failure: cause };",
  }),
  caught('bluesky', 'write: 500 without the work', {
    bug: 'a 500 is believed to be a yes',
    file: `${connectors}/bluesky/confirm.ts`,
    from: "  if (at.rkey === '') return lookAmongPosts(ctx, caller, operation, input);",
    to: '  if (input.sentAt > 0) return present();',
  }),
  caught('facebook', 'write: 503 without the work', {
    bug: 'a server that is away refuses the post',
    file: `${connectors}/meta/graph-error.ts`,
    from: '  if (!html && status >= 400 && status < 500 && status !== 408',
    to: '  if (status >= 400 && status !== 408',
  }),
  caught('twitter', 'write: HTML page in its place', {
    bug: 'a page for people is believed to be a no',
    file: `${connectors}/twitter/refusal.ts`,
    from: "  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };",
    to: "  return { tag: 'rejected', failure: cause };",
  }),
  caught('instagram', 'write: HTML page after the work', {
    bug: 'a page for people is believed to be a no',
    file: `${connectors}/meta/graph-error.ts`,
    from: "  tag: kind === 'write' ? 'unknown-outcome' : 'server',",
    to: "  tag: 'server',",
  }),
  caught('bluesky', 'write: HTML page with status 200 after the work', {
    bug: 'a page for people is believed to be a no',
    file: `${connectors}/bluesky/refusal.ts`,
    from: "  if (effect === 'write') return { tag: 'unknown-outcome', failure: told, ...(isShape ? { raw } : {}) };",
    to: "  if (effect === 'write' && isShape) return { tag: 'unknown-outcome', failure: told, raw };",
  }),
  caught('linkedin', 'write: reset', {
    bug: 'a cut connection refuses the post',
    file: `${connectors}/linkedin/calls.ts`,
    from: "if (kind === 'write') return err({ tag: 'unknown-outcome', failure: cause });",
    to: "if (kind === 'write') return err({ tag: 'rejected', failure: cause });",
  }),
  caught('twitter', 'write: 429', {
    bug: 'a limit is not known as one',
    file: `${connectors}/twitter/refusal.ts`,
    from: "if (status === 429 && said.type !== 'usage-capped')",
    to: "if (status === 429 && said.type === 'usage-capped')",
  }),
  caught('facebook', 'write: revoked token', {
    bug: 'a refused access is said of the post',
    file: `${connectors}/meta/graph-error.ts`,
    from: 'if (code === 190 || code === 102 || code === 104)',
    to: 'if (code === 102 || code === 104)',
  }),
  caught('linkedin', 'write: wrong scope', {
    bug: 'a missing permission refuses the whole account',
    file: `${connectors}/linkedin/refusal.ts`,
    from: "      return auth('scope-missing');",
    to: "      return auth('token-revoked');",
  }),
  caught('linkedin', 'write: deleted parent', {
    bug: 'of an answer to what is gone it is said that the answer is gone',
    file: `${connectors}/linkedin/publish.ts`,
    from: "      ? err({ tag: 'gone', failure: failure('parent-gone', error.failure.detail) })",
    to: '      ? err(error)',
  }),
  caught('instagram', 'write: invalid media', {
    bug: 'a container that failed is waited for',
    file: `${connectors}/instagram/containers.ts`,
    from: `    case 'IN_PROGRESS':
      return processing(container);`,
    to: `    case 'ERROR':
    case 'IN_PROGRESS':
      return processing(container);`,
  }),
  caught('facebook', 'write: partial carousel', {
    bug: 'a post of several pictures leaves with what is there of them',
    file: `${connectors}/facebook/uploaded.ts`,
    from: "  uploaded.flatMap((one) => (one.kind === 'photo' ? [one.id] : []));",
    to: "  uploaded.flatMap((one) => (one.kind === 'photo' ? [one.id] : [])).slice(0, 2);",
  }),
  caught('mastodon', 'write: clock skew', {
    bug: 'the clock of the server is taken to be ours',
    file: `${connectors}/mastodon/server-time.ts`,
    from: '    ? ok(date)',
    to: '    ? ok(ctx.now())',
  }),
  caught('facebook', 'write: journal lost with the names of its media', {
    bug: 'photos whose names are forgotten are no photos of a post',
    file: `${connectors}/facebook/find.ts`,
    from: '  if (lostItsMedia(wanted))',
    to: '  if (wanted.media < 0)',
  }),
  caught('facebook', 'write: journal lost with the names of its media', {
    bug: 'a film that is seen hides no other that is worked on',
    file: `${connectors}/facebook/confirm.ts`,
    from: '{ ...seen.value, hides: true }',
    to: 'seen.value',
  }),
  caught('linkedin', 'write: slow', {
    bug: 'whoever waits for an answer asks again',
    file: `${connectors}/linkedin/publish.ts`,
    from: `  const answer = await send(callContext(ctx), 'write', {
    method: 'POST',
    path: '/rest/posts',
    body: { json: body.value },
  });`,
    to: `  const call = { method: 'POST', path: '/rest/posts', body: { json: body.value } } as const;
  const once = () => send(callContext(ctx), 'write', call);
  const answer = await Promise.race([once(), new Promise((r) => setTimeout(r, 1)).then(once)]);`,
  }),
  caught('twitter', 'write: nobody listens', {
    bug: 'what never left is said to be lost',
    file: `${connectors}/twitter/calls.ts`,
    from: "if (tag === 'not-sent') return err({ tag: 'offline', failure: cause });",
    to: '',
  }),
  caught('twitter', 'write: unknown fields in the answer', {
    bug: 'an answer with members that nobody has heard of is none',
    file: `${connectors}/twitter/wire.ts`,
    from: 'export const createdSchema = v.object({ data: v.object({ id,',
    to: 'export const createdSchema = v.strictObject({ data: v.strictObject({ id,',
  }),
  caught('mastodon', 'write: numbers as strings in the answer', {
    bug: 'a post whose counts are texts is none',
    file: `${connectors}/mastodon/wire.ts`,
    from: '  replies_count: count,',
    to: '  replies_count: v.number(),',
  }),
  caught('bluesky', 'write: missing fields in the answer', {
    bug: 'a yes without its particulars is taken for a no',
    file: `${connectors}/bluesky/refusal.ts`,
    from: "  if (effect === 'write') return { tag: 'unknown-outcome', failure: told, ...(isShape ? { raw } : {}) };",
    to: "  if (effect === 'write') return { tag: 'rejected', failure: told };",
  }),
  caught('bluesky', 'read: dropped reply', {
    bug: 'a read without an answer is in doubt',
    file: `${connectors}/bluesky/refusal.ts`,
    from: "  return { tag: effect === 'write' ? 'unknown-outcome' : 'server', failure: error.failure };",
    to: "  return { tag: 'unknown-outcome', failure: error.failure };",
  }),
  caught('instagram', 'read: late answer', {
    bug: 'a read that is cut is in doubt',
    file: `${connectors}/meta/graph.ts`,
    from: "    if (kind === 'write') return because({ tag: 'unknown-outcome', failure: cause });",
    to: "    return because({ tag: 'unknown-outcome', failure: cause });",
  }),
  caught('twitter', 'read: reset', {
    bug: 'a read that is cut is said to be offline',
    file: `${connectors}/twitter/calls.ts`,
    from: "if (tag === 'not-sent') return err({ tag: 'offline', failure: cause });",
    to: "if (tag !== 'cancelled') return err({ tag: 'offline', failure: cause });",
  }),
  caught('mastodon', 'read: 5xx', {
    bug: 'a 5xx is a changed shape',
    file: `${connectors}/mastodon/refusal.ts`,
    from: "  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };",
    to: "  return kind === 'write' ? { tag: 'unknown-outcome', failure: cause } : null;",
  }),
  caught('linkedin', 'read: HTML page', {
    bug: 'a page for people is a changed shape',
    file: `${connectors}/linkedin/refusal.ts`,
    from: "  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };",
    to: "  return kind === 'write' ? { tag: 'unknown-outcome', failure: cause } : null;",
  }),
  caught('facebook', 'read: HTML page with status 200', {
    bug: 'a page for people is a changed shape',
    file: `${connectors}/meta/graph-error.ts`,
    from: '  if (status >= 200 && status < 300 && !isHtml(response)) return null;',
    to: '  if (status >= 200 && status < 300) return null;',
  }),
  caught('bluesky', 'read: 429', {
    bug: 'a limit ends in the past',
    file: `${connectors}/bluesky/refusal.ts`,
    from: '  return now + Math.min(Math.max(pause, 1_000), longestPauseMs);',
    to: '  return Math.min(Math.max(pause, 1_000), longestPauseMs);',
  }),
  caught('mastodon', 'read: revoked token', {
    bug: 'a refused access is no fault of the access',
    file: `${connectors}/mastodon/refusal.ts`,
    from: `    case 401:
      return auth('token-revoked');`,
    to: '',
  }),
  caught('twitter', 'read: wrong scope', {
    bug: 'a missing permission is a refusal of what was asked',
    file: `${connectors}/twitter/refusal.ts`,
    from: '/scope|oauth2? token|must be made using/i.test(said.words) ||',
    to: '',
  }),
  caught('twitter', 'read: lagging list', {
    bug: 'an empty list, which X leaves out, is a changed shape',
    file: `${connectors}/twitter/wire.ts`,
    from: '  data: v.optional(v.array(v.unknown()), []),',
    to: '  data: v.array(v.unknown()),',
  }),
  caught('twitter', 'read: slow', {
    bug: 'an answer that takes its time is thrown away',
    file: `${connectors}/twitter/calls.ts`,
    from: '  const answer = await ctx.http.request(requestOf(ctx, call, vocabulary));',
    to: `  const asked = ctx.now();
  const answer = await ctx.http.request(requestOf(ctx, call, vocabulary));
  if (ctx.now() - asked > 250) return err({ tag: 'server', failure: failure('server-error', {}) });`,
  }),
  caught('linkedin', 'read: given up by the caller', {
    bug: 'whoever gives up is kept waiting',
    file: `${connectors}/linkedin/calls.ts`,
    from: `    signal: ctx.signal,
    ...(call.timeoutMs`,
    to: `    signal: new AbortController().signal,
    ...(call.timeoutMs`,
  }),
  caught('linkedin', 'read: clock skew', {
    bug: 'the clock of the server is taken to be ours',
    file: `${connectors}/linkedin/server-time.ts`,
    from: '    ? ok(date)',
    to: '    ? ok(ctx.now())',
  }),
  caught('mastodon', 'read: unknown fields', {
    bug: 'a conversation with members that nobody has heard of is none',
    file: `${connectors}/mastodon/wire.ts`,
    from: 'export const wireContextSchema = v.object({',
    to: 'export const wireContextSchema = v.strictObject({',
  }),
  caught('facebook', 'read: numbers as strings', {
    bug: 'a count that is a text is none',
    file: `${connectors}/meta/wire-graph.ts`,
    from: `  v.union([v.number(), v.pipe(v.string(), v.regex(/^\\d+$/), v.transform(Number))]),
  v.number(),
  v.minValue(0),`,
    to: `  v.number(),
  v.minValue(0),`,
  }),
  caught('twitter', 'read: missing fields', {
    bug: 'a changed shape is a trouble of the server',
    file: `${connectors}/twitter/calls.ts`,
    from: "      : { tag: 'protocol', failure: cause, raw: response.text.slice(0, 2_000) },",
    to: "      : { tag: 'server', failure: cause },",
  }),
];
