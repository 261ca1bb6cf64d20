import type { Page } from '@playwright/test';
import { ask } from '../../e2e/hands.ts';

/** Rows of what a person wrote, `collection/id` → the row as text, without what changes by itself. */
export type Written = Readonly<Record<string, string>>;

/** As the interface's store has them. */
export const storedRows = (page: Page): Promise<Written> =>
  page.evaluate(async () => {
    const found: Record<string, string> = {};
    const plain = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(plain)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .filter(([name]) => name !== 'updatedAt' && name !== 'handed')
                .sort(([one], [other]) => (one < other ? -1 : 1))
                .map(([name, inner]) => [name, plain(inner)]),
            )
          : value;
    for (const [name, collection] of Object.entries(realm.databases.authored))
      for (const row of await collection.find().exec())
        found[`${name}/${String(row.id)}`] = JSON.stringify(plain(row.toJSON()));
    return found;
  });

/** Everything that main keeps a copy of, as one text. */
export async function copiedText(page: Page): Promise<string> {
  const pages: string[] = [];
  for (let after: string | null = null; ;) {
    const answer = (await ask(page, 'authored.restore', { after })) as {
      readonly value: { readonly rows: unknown; readonly next: string | null };
    };
    pages.push(JSON.stringify(answer.value.rows));
    if (answer.value.next === null) return pages.join('\n');
    after = answer.value.next;
  }
}

/** What differs, in words. */
export const differences = (wanted: Written, found: Written): readonly string[] => [
  ...Object.entries(wanted).flatMap(([key, row]) =>
    found[key] === row
      ? []
      : [found[key] === undefined ? `${key} is missing` : `${key} is ${found[key]}, not ${row}`],
  ),
  ...Object.keys(found).flatMap((key) => (key in wanted ? [] : [`${key} was never written`])),
];
