import type { RxCollection } from 'rxdb';
import { purgeMatcher, type PurgeTarget } from '../../src-shared/safety/purge.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Databases } from './databases.ts';
import type { History } from './history.ts';
import { deleteNatively, removedRows } from './ranges.ts';

const blankAuthor = { remoteId: '', name: '', handle: '', avatarUrl: null };

/** What takes the place of words before a row is deleted, so that open lists let go of them. */
const blanks = {
  messages: {
    text: '',
    body: [],
    author: blankAuthor,
    attachments: [],
    parent: null,
    warning: null,
    handleData: '',
  },
  conversations: { people: [], handleData: '' },
  people: { name: '', handle: '', bio: '', avatarUrl: null, url: null },
  metrics: {},
  deliveries: { content: emptyContent, candidates: [] },
  accounts: {},
  posts: { base: emptyContent, variants: {}, target: null },
  intents: {},
  triage: {},
  records: { data: {} },
  media: {},
  workspaces: { name: '' },
} as const;
type Name = keyof typeof blanks;
const names = Object.keys(blanks) as readonly Name[];
const pageRows = 500;

/**
 * Deletes every row of the store in which the one who is to be forgotten is. Answers how many went, by collection. They
 * lie on in the browser's files until `compactFiles`.
 */
export async function purgeStore(
  databases: Databases,
  history: Pick<History, 'forget'>,
  target: PurgeTarget,
): Promise<Readonly<Record<string, number>>> {
  const matches = purgeMatcher(target);
  const counts: Record<string, number> = {};
  for (const name of names) {
    const collection = collectionOf(databases, name);
    const gone = await purgeCollection(collection, blanks[name], matches);
    if (gone === 0) continue;
    counts[name] = gone;
  }
  const versions = await history.forget(matches);
  if (versions > 0) counts['versions'] = versions;
  return counts;
}

async function purgeCollection(
  collection: RxCollection<{ readonly id: string }>,
  blank: object,
  matches: (row: unknown) => boolean,
): Promise<number> {
  let gone = 0;
  let last = '';
  for (;;) {
    const page = await collection
      .find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: pageRows })
      .exec();
    const found = page.filter((document) => matches(document.toJSON()));
    for (const document of found) await document.incrementalPatch(blank);
    const ids = found.map(({ id }) => id);
    if (ids.length > 0) {
      await collection.bulkRemove(ids);
      await deleteNatively(collection, ids);
    }
    gone += ids.length;
    const end = page.at(-1);
    if (end === undefined || page.length < pageRows) break;
    last = end.id;
  }
  // What was removed before, by a person or by main, is only marked.
  const removed = (await removedRows(collection)).filter(matches).map(({ id }) => id);
  if (removed.length > 0) await deleteNatively(collection, removed);
  return gone + removed.length;
}

// Twelve collections of twelve row types, seen here only as rows with an id.
const collectionOf = (databases: Databases, name: Name): RxCollection<{ readonly id: string }> =>
  ({ ...databases.authored, ...databases.mirror })[name] as unknown as RxCollection<{ readonly id: string }>;
