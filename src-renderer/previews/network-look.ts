import type { ComponentType } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Content } from '../../src-shared/domain/content.ts';
import type { MediaHash } from '../../src-shared/ids.ts';
import type { NetworkMarkData } from '../ui/identity/network-mark.tsx';
import type { WrittenWord } from './written-words.ts';

export interface PreviewProps {
  readonly account: Pick<Account, 'id' | 'name' | 'handle' | 'manifest'>;
  readonly content: Content;
  /** When it will say that it was published: "26 nov.". */
  readonly when: string;
  /** Addresses that the page may load (`media://…`): the account's own picture, and a medium of the post. */
  readonly avatarSrc: string | null;
  readonly mediumSrc: (hash: MediaHash) => string;
}

/** How a network presents itself in the interface: its mark, and how a post will look there. */
export interface NetworkLook {
  readonly mark: NetworkMarkData;
  readonly Preview: ComponentType<PreviewProps>;
  /** What in a text the network makes a link, a mention or a tag of, in the order of the text. */
  readonly findWords: (text: string) => readonly WrittenWord[];
}
