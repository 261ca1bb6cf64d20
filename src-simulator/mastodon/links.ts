import type { AccountRow } from './rows.ts';
import { renderHtml } from './text.ts';
import type { World } from './world.ts';

/** Addresses of what the server shows, texts as HTML, and the custom emojis in them. */
export interface Links {
  readonly acct: (row: AccountRow) => string;
  /** The origin of the server that an account lives on. */
  readonly home: (row: AccountRow) => string;
  readonly profile: (row: AccountRow) => string;
  readonly tag: (name: string) => string;
  readonly html: (text: string) => string;
  readonly emojisIn: (text: string) => readonly object[];
  readonly customEmojis: () => readonly object[];
}

const CUSTOM_EMOJIS: readonly string[] = ['ondine', 'velo', 'merci'];

export function createLinks(world: World): Links {
  const acct = (row: AccountRow): string =>
    row.domain === null ? row.username : `${row.username}@${row.domain}`;
  const home = (row: AccountRow): string => (row.domain === null ? world.baseUrl() : `https://${row.domain}`);
  const profile = (row: AccountRow): string => `${home(row)}/@${row.username}`;
  const tag = (name: string): string => `${world.baseUrl()}/tags/${encodeURIComponent(name.toLowerCase())}`;

  function emojisIn(text: string): readonly object[] {
    return CUSTOM_EMOJIS.filter((code) => text.includes(`:${code}:`)).map(emoji);
  }
  function emoji(code: string): object {
    const url = `${world.baseUrl()}/system/custom_emojis/${code}.png`;
    return { shortcode: code, url, static_url: url, visible_in_picker: true, category: null };
  }

  function html(text: string): string {
    return renderHtml(text, {
      tag,
      mention(username, domain) {
        const found = world.accountNamed(username, domain);
        return found === undefined ? undefined : profile(found);
      },
    });
  }

  return { acct, home, profile, tag, html, emojisIn, customEmojis: () => CUSTOM_EMOJIS.map(emoji) };
}
