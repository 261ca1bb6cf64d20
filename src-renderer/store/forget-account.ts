import type { RxCollection } from 'rxdb';
import type { Databases } from './databases.ts';
import { deleteNatively } from './ranges.ts';

/**
 * Deletes every mirrored row of an account, words and all: rows are blanked in an update (so that open lists let go
 * of them), then deleted from the table itself, because `remove()` keeps the text behind a flag.
 */
export async function forgetAccount(databases: Databases, accountId: string): Promise<void> {
  const { messages, conversations, people, metrics, deliveries } = databases.mirror;
  await purge(messages, accountId, {
    text: '',
    body: [],
    author: blankAuthor,
    attachments: [],
    parent: null,
    warning: null,
  });
  await purge(conversations, accountId, { people: [] });
  await purge(people, accountId, { name: '', handle: '', bio: '', avatarUrl: null });
  await purge(metrics, accountId, {});
  await purge(deliveries, accountId, { content: {} });
  await purge(databases.authored.triage, accountId, {});
}

const blankAuthor = { remoteId: '', name: '', handle: '', avatarUrl: null };
const pageRows = 500;

async function purge<Row extends { readonly accountId: string }>(
  collection: RxCollection<Row>,
  accountId: string,
  blank: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (;;) {
    // No index begins with the account alone: this scan is paid once, when a person asks for forgetting.
    const page = await collection.find({ selector: { accountId } as never, limit: pageRows }).exec();
    if (page.length === 0) return;
    for (const document of page) await document.incrementalPatch(blank as never);
    const ids = page.map((document) => document.primary);
    await collection.bulkRemove(ids);
    await deleteNatively(collection, ids);
  }
}
