import { findCredentialsAsync } from '@napi-rs/keyring';

/** What the keychain holds of each account, as the text of its secret; one that lies in parts is joined. */
export async function keptIn(service: string): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, { readonly order: number; readonly text: string }[]>();
  for (const { account, password } of await findCredentialsAsync(service)) {
    // `account#generation.index`; the entry without them is whole, or says how many there are.
    const [, owner = account, , index = '-1'] = /^(.*)#(\d)\.(\d+)$/su.exec(account) ?? [];
    parts.set(owner, [...(parts.get(owner) ?? []), { order: Number(index), text: password }]);
  }
  return new Map(
    [...parts].map(([owner, some]) => [
      owner,
      some
        .toSorted((a, b) => a.order - b.order)
        .map(({ text }) => text)
        .join(''),
    ]),
  );
}

/** The values of a secret that would open an account: long, and not the app's own public ids. */
export const tokensOf = (kept: ReadonlyMap<string, string>): readonly string[] =>
  [...kept.values()].flatMap((text) =>
    [...text.matchAll(/"(\w+)":"([^"]{16,})"/gu)].flatMap(([, name = '', value = '']) =>
      /token|jwt|secret|password|refresh|access/iu.test(name) ? [value] : [],
    ),
  );
