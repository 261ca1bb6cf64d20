import type { RxCollection } from 'rxdb';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';

/** A person, wherever this store knows them. */
export interface KnownPerson {
  /** Texts by which their rows are found: ids, names on the network, ids of what they wrote. */
  readonly texts: readonly string[];
  readonly seen: readonly { readonly accountId: AccountId; readonly remoteId: string }[];
  readonly messages: number;
}

/** Shorter ids may mean something else elsewhere; whatever carries them carries the handle as well. */
const shortest = 6;

/**
 * Looks for a person in everything that was fetched: the same id at any account, or the same handle where it names a
 * server. This scan is paid once, when a person asks for forgetting.
 */
export async function findPerson(
  databases: Databases,
  author: Pick<Author, 'remoteId' | 'handle'>,
): Promise<KnownPerson> {
  const { messages, people, conversations } = databases.mirror;
  const isQualified = /[.@]/u.test(author.handle);
  const isThem = (one: Pick<Author, 'remoteId' | 'handle'>): boolean =>
    one.remoteId === author.remoteId || (isQualified && one.handle === author.handle);
  const texts = new Set<string>([author.handle, `@${author.handle}`]);
  const seen = new Map<string, { readonly accountId: AccountId; readonly remoteId: string }>();
  const note = (accountId: AccountId, one: Pick<Author, 'remoteId' | 'handle'>): void => {
    if (one.remoteId.length >= shortest) texts.add(one.remoteId);
    texts.add(one.handle);
    texts.add(`@${one.handle}`);
    seen.set(`${accountId} ${one.remoteId}`, { accountId, remoteId: one.remoteId });
  };
  let count = 0;
  for await (const row of rowsOf(messages)) {
    if (!isThem(row.author)) continue;
    note(row.accountId, row.author);
    texts.add(row.id);
    if (row.remoteId.length >= shortest) texts.add(row.remoteId);
    count += 1;
  }
  for await (const row of rowsOf(people)) {
    if (!isThem(row)) continue;
    note(row.accountId, row);
    texts.add(row.id);
  }
  const talks = new Set<string>();
  for await (const row of rowsOf(conversations))
    if (row.kind === 'private' && row.people.some(isThem)) talks.add(`${row.accountId} ${row.remoteId}`);
  // What was said in private is theirs as a whole, both sides of it.
  for await (const row of rowsOf(messages))
    if (row.box === 'private' && talks.has(`${row.accountId} ${row.conversationId}`)) texts.add(row.id);
  return { texts: [...texts].filter((text) => text !== ''), seen: [...seen.values()], messages: count };
}

const pageRows = 500;

async function* rowsOf<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
): AsyncGenerator<Row> {
  let last = '';
  for (;;) {
    const page = await collection
      .find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: pageRows } as never)
      .exec();
    const rows = page.map((document) => document.toMutableJSON() as unknown as Row);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || page.length < pageRows) return;
    last = end.id;
  }
}
