import { didDocument } from '../pds/accounts.ts';
import type { RecordRow } from '../pds/repositories.ts';
import { atUri } from '../protocol/at-uri.ts';
import type { JsonObject } from '../protocol/json.ts';
import { atIdentifier, cid, nsid, recordKey } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import { answer, refuse, type Method } from '../xrpc/method.ts';
import { flag, optional, paged, required } from '../xrpc/params.ts';

const shown = (row: RecordRow): JsonObject => ({ uri: row.id, cid: row.cid, value: row.value });

/** What the PDS knows by itself: never late. */
export const readMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.repo.getRecord',
    kind: 'query',
    auth: 'none',
    params: {
      repo: required(atIdentifier),
      collection: required(nsid),
      rkey: required(recordKey),
      cid: optional(cid),
    },
    /** sheet: 7 Idempotency 3 */
    run({ world, params }) {
      const account = world.accounts.find(params.wanted('repo'));
      const [collection, rkey] = [params.wanted('collection'), params.wanted('rkey')];
      const did = account?.id ?? params.wanted('repo');
      const uri = atUri(did, collection, rkey);
      const row = world.repositories.get(did, collection, rkey) ?? world.series.find(uri);
      const version = params.text('cid');
      if (!row || (version !== undefined && version !== row.cid))
        return refuse(invalidRequest(`Could not locate record: ${uri}`, 'RecordNotFound'));
      return answer(shown(row));
    },
  },
  {
    nsid: 'com.atproto.repo.listRecords',
    kind: 'query',
    auth: 'none',
    params: { repo: required(atIdentifier), collection: required(nsid), ...paged(), reverse: flag() },
    run({ world, params }) {
      const account = world.accounts.find(params.wanted('repo'));
      if (!account) return refuse(invalidRequest(`Could not find repo: ${params.wanted('repo')}`));
      const reverse = params.flag('reverse');
      const cursor = params.text('cursor');
      const all = world.repositories.list(account.id, params.wanted('collection'));
      const ordered = reverse ? all : all.toReversed();
      const rest =
        cursor === undefined
          ? ordered
          : ordered.filter(({ rkey }) => (reverse ? rkey > cursor : rkey < cursor));
      const page = rest.slice(0, params.number('limit'));
      return answer({ records: page.map(shown), cursor: page.at(-1)?.rkey });
    },
  },
  {
    nsid: 'com.atproto.repo.describeRepo',
    kind: 'query',
    auth: 'none',
    params: { repo: required(atIdentifier) },
    run({ world, params, request }) {
      const account = world.accounts.find(params.wanted('repo'));
      if (!account) return refuse(invalidRequest(`Could not find repo: ${params.wanted('repo')}`));
      return answer({
        handle: account.handle,
        did: account.id,
        didDoc: didDocument(account, request.origin),
        collections: world.repositories.collections(account.id),
        handleIsCorrect: true,
      });
    },
  },
];
