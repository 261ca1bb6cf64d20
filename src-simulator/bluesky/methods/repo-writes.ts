import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Commit, CommitRefusal, Write } from '../pds/repositories.ts';
import { atUri } from '../protocol/at-uri.ts';
import { cidOfRecord } from '../protocol/cid.ts';
import { isRecordKey } from '../protocol/formats.ts';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../protocol/json.ts';
import { NotEncodable } from '../protocol/dag-cbor.ts';
import { anyObject, boolean, list, shape, text, union, type Check } from '../records/check.ts';
import { facetProblems } from '../records/facet.ts';
import { recordTypes } from '../records/registry.ts';
import { atIdentifier, cid as cidFormat, nsid as nsidFormat, recordKey } from '../records/terms.ts';
import { authRequired, failure, internalError, invalidRequest, type XrpcFailure } from '../xrpc/failure.ts';
import { answer, refuse, type Method, type Outcome, type SignedCall } from '../xrpc/method.ts';

const key = text({ maxBytes: 512, format: ['record key', isRecordKey] });

type Prepared = {
  readonly write: Write;
  readonly uri: string;
  readonly status: 'valid' | 'unknown' | undefined;
};

/** The repository must be the caller's own. sheet: 6 Errors */
function ownRepo({ world, did, input }: SignedCall): XrpcFailure | null {
  const account = world.accounts.find(textOf(input, 'repo') ?? '');
  if (!account) return failure(403, 'AccountNotFound', 'Account not found');
  return account.id === did ? null : authRequired();
}

/** Whether a record may be written, and as what the server knows it. sheet: 6 Errors (bad record) */
function validate(
  record: JsonObject,
  rkey: string,
  wanted: unknown,
): Result<Prepared['status'], XrpcFailure> {
  if (wanted === false) return ok(undefined);
  const name = textOf(record, '$type') ?? '';
  const type = recordTypes.get(name);
  if (!type) return wanted === true ? err(invalidRequest(`Unknown lexicon type: ${name}`)) : ok('unknown');
  if (!type.key.fits(rkey))
    return err(invalidRequest(`Invalid record key for ${name}: expected ${type.key.wants} (got "${rkey}")`));
  const problem = type.check(record, '$.record');
  return problem === null ? ok('valid') : err(invalidRequest(`Invalid ${name} record: ${problem}`));
}

type Intent = {
  readonly action: 'create' | 'update';
  readonly collection: string;
  readonly rkey: string | undefined;
  readonly record: JsonObject;
  readonly validate: unknown;
  readonly swap?: string | null;
};

function prepare({ world, did, request }: SignedCall, intent: Intent): Result<Prepared, XrpcFailure> {
  const { action, collection } = intent;
  const type = intent.record['$type'];
  if (type !== undefined && type !== collection)
    return err(invalidRequest(`Invalid $type: expected ${collection}, got ${JSON.stringify(type)}`));
  const record: JsonObject = { ...intent.record, $type: collection };
  // The fault `key-ignored`: a server that draws its own record keys.
  const given = action === 'create' && request.asked.keyIgnored ? undefined : intent.rkey;
  const rkey = given ?? world.repositories.nextKey();
  const status = validate(record, rkey, intent.validate);
  if (status.tag === 'err') return status;
  const blobs = world.blobs.verify(did, record);
  if (blobs.tag === 'err') return blobs;
  try {
    const cid = cidOfRecord(record);
    const write: Write = {
      action,
      collection,
      rkey,
      value: record,
      cid,
      ...('swap' in intent ? { swap: intent.swap } : {}),
    };
    return ok({ write, uri: atUri(did, collection, rkey), status: status.value });
  } catch (problem) {
    if (problem instanceof NotEncodable) return err(invalidRequest(`Invalid record: ${problem.message}`));
    throw problem;
  }
}

/** sheet: 7 Idempotency 4 */
function worded(refusal: CommitRefusal): XrpcFailure {
  switch (refusal.tag) {
    case 'commit-swap':
      return invalidRequest(`Commit was at ${refusal.was}`, 'InvalidSwap');
    case 'record-swap':
      return invalidRequest(`Record was at ${refusal.was ?? 'null'}`, 'InvalidSwap');
    case 'occupied':
    case 'missing':
      return internalError();
  }
}

/** Commits, keeps the blobs, and tells the ledger what truly happened. */
function commit(call: SignedCall, writes: readonly Write[]): Result<Commit, XrpcFailure> {
  const { world, did, input, request } = call;
  const made = world.repositories.commit(did, writes, { swapCommit: textOf(input, 'swapCommit') });
  if (made.tag === 'err') return err(worded(made.error));
  for (const { before, after } of made.value.ops) {
    if (after) {
      world.blobs.keep(did, after.value);
      request.did(effectKind(after.collection, before ? 'update' : 'create'), after.id);
      if (after.collection === 'app.bsky.feed.post')
        for (const problem of facetProblems(after.value))
          request.did('facet-problem', `${after.id} ${problem}`);
    } else if (before) request.did(effectKind(before.collection, 'delete'), before.id);
  }
  return made;
}

/** `post`, `like`, `post.delete`…: the last word of the collection, and what was done unless it was made. */
function effectKind(collection: string, action: 'create' | 'update' | 'delete'): string {
  const noun = collection.split('.').at(-1) ?? collection;
  return action === 'create' ? noun : `${noun}.${action}`;
}

const meta = (made: Commit): JsonObject => ({ cid: made.cid, rev: made.rev });

function createRecord(call: SignedCall): Outcome {
  const { world, did, input } = call;
  const refused = ownRepo(call);
  if (refused) return refuse(refused);
  const prepared = prepare(call, {
    action: 'create',
    collection: textOf(input, 'collection') ?? '',
    rkey: textOf(input, 'rkey'),
    record: objectOf(input, 'record') ?? {},
    validate: input['validate'],
  });
  if (prepared.tag === 'err') return prepared;
  const { write, uri, status } = prepared.value;
  if (write.action === 'delete') return refuse(internalError());
  // A second like, repost, follow or block of the same thing replaces the first one.
  const replaced = world.repositories
    .replacedBy(did, write.collection, write.value)
    .filter((row) => row.id !== uri);
  const removals = replaced.map(({ collection, rkey }): Write => ({ action: 'delete', collection, rkey }));
  const made = commit(call, input['validate'] === false ? [write] : [...removals, write]);
  if (made.tag === 'err') return made;
  return answer({ uri, cid: write.cid, commit: meta(made.value), validationStatus: status });
}

function putRecord(call: SignedCall): Outcome {
  const { world, did, input } = call;
  const refused = ownRepo(call);
  if (refused) return refuse(refused);
  const collection = textOf(input, 'collection') ?? '';
  const rkey = textOf(input, 'rkey') ?? '';
  const current = world.repositories.get(did, collection, rkey);
  const swap = input['swapRecord'];
  const prepared = prepare(call, {
    action: current ? 'update' : 'create',
    collection,
    rkey,
    record: objectOf(input, 'record') ?? {},
    validate: input['validate'],
    ...(typeof swap === 'string' || swap === null ? { swap } : {}),
  });
  if (prepared.tag === 'err') return prepared;
  const { write, uri, status } = prepared.value;
  if (write.action === 'delete') return refuse(internalError());
  // sheet: 7 Idempotency 4 (identical content is a no-op, whatever was believed)
  if (current?.cid === write.cid) return answer({ uri, cid: write.cid, validationStatus: status });
  const made = commit(call, [write]);
  if (made.tag === 'err') return made;
  return answer({ uri, cid: write.cid, commit: meta(made.value), validationStatus: status });
}

/** sheet: 2 Publish, Thread (deleteRecord is idempotent) */
function deleteRecord(call: SignedCall): Outcome {
  const { world, did, input } = call;
  const refused = ownRepo(call);
  if (refused) return refuse(refused);
  const collection = textOf(input, 'collection') ?? '';
  const rkey = textOf(input, 'rkey') ?? '';
  if (!world.repositories.get(did, collection, rkey)) return answer({});
  const swap = textOf(input, 'swapRecord');
  const made = commit(call, [
    { action: 'delete', collection, rkey, ...(swap === undefined ? {} : { swap }) },
  ]);
  return made.tag === 'err' ? made : answer({ commit: meta(made.value) });
}

const APPLY = 'com.atproto.repo.applyWrites';

/** sheet: 2 Publish, Thread (applyWrites is atomic) */
function applyWrites(call: SignedCall): Outcome {
  const { input } = call;
  const refused = ownRepo(call);
  if (refused) return refuse(refused);
  const wanted = listOf(input, 'writes');
  if (wanted.length > 200) return refuse(invalidRequest('Too many writes. Max: 200'));
  const writes: Write[] = [];
  const results: JsonObject[] = [];
  for (const item of wanted) {
    const collection = textOf(item, 'collection') ?? '';
    if (textOf(item, '$type') === `${APPLY}#delete`) {
      writes.push({ action: 'delete', collection, rkey: textOf(item, 'rkey') ?? '' });
      results.push({ $type: `${APPLY}#deleteResult` });
      continue;
    }
    const action = textOf(item, '$type') === `${APPLY}#create` ? 'create' : 'update';
    const prepared = prepare(call, {
      action,
      collection,
      rkey: textOf(item, 'rkey'),
      record: objectOf(item, 'value') ?? {},
      validate: input['validate'],
    });
    if (prepared.tag === 'err') return prepared;
    const { write, uri, status } = prepared.value;
    writes.push(write);
    results.push({
      $type: `${APPLY}#${action}Result`,
      uri,
      cid: write.action === 'delete' ? '' : write.cid,
      validationStatus: status,
    });
  }
  const made = commit(call, writes);
  return made.tag === 'err' ? made : answer({ commit: meta(made.value), results });
}

const common = { validate: boolean, swapCommit: cidFormat };
const nullableCid: Check = (value, path) => (value === null ? null : cidFormat(value, path));

/** sheet: 5 Rate limits (create 3, update 2, delete 1) */
const costing =
  (points: (input: JsonObject) => number): NonNullable<Method['points']> =>
  (call) => {
    const { writeHour, writeDay } = call.world.settings.limits;
    const who = call.credentials?.did ?? '';
    const cost = points(call.input);
    return [
      [writeHour, who, cost],
      [writeDay, who, cost],
    ];
  };

const costOf = (write: unknown): number => {
  if (!isObject(write)) return 0;
  return write['$type'] === `${APPLY}#create` ? 3 : write['$type'] === `${APPLY}#update` ? 2 : 1;
};

export const writeMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.repo.createRecord',
    kind: 'procedure',
    auth: 'access',
    input: shape({ repo: atIdentifier, collection: nsidFormat, record: anyObject }, { rkey: key, ...common }),
    points: costing(() => 3),
    run: createRecord,
  },
  {
    nsid: 'com.atproto.repo.putRecord',
    kind: 'procedure',
    auth: 'access',
    input: shape(
      { repo: atIdentifier, collection: nsidFormat, rkey: key, record: anyObject },
      { swapRecord: nullableCid, ...common },
    ),
    points: costing(() => 2),
    run: putRecord,
  },
  {
    nsid: 'com.atproto.repo.deleteRecord',
    kind: 'procedure',
    auth: 'access',
    input: shape(
      { repo: atIdentifier, collection: nsidFormat, rkey: recordKey },
      { swapRecord: cidFormat, swapCommit: cidFormat },
    ),
    points: costing(() => 1),
    run: deleteRecord,
  },
  {
    nsid: APPLY,
    kind: 'procedure',
    auth: 'access',
    input: shape(
      {
        repo: atIdentifier,
        writes: list(
          union(
            {
              [`${APPLY}#create`]: shape({ collection: nsidFormat, value: anyObject }, { rkey: key }),
              [`${APPLY}#update`]: shape({ collection: nsidFormat, rkey: recordKey, value: anyObject }),
              [`${APPLY}#delete`]: shape({ collection: nsidFormat, rkey: recordKey }),
            },
            true,
          ),
        ),
      },
      common,
    ),
    points: costing((input) =>
      listOf(input, 'writes').reduce<number>((sum, write) => sum + costOf(write), 0),
    ),
    run: applyWrites,
  },
];
