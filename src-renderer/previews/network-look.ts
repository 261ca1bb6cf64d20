import type { ComponentType } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Content } from '../../src-shared/domain/content.ts';
import type { NetworkMarkData } from '../ui/identity/network-mark.tsx';

export interface PreviewProps {
  readonly account: Pick<Account, 'name' | 'handle' | 'avatarUrl' | 'manifest'>;
  readonly content: Content;
  /** When it will say that it was published: "26 nov.". */
  readonly when: string;
}

/** How a network presents itself in the interface: its mark, and how a post will look there. */
export interface NetworkLook {
  readonly mark: NetworkMarkData;
  readonly Preview: ComponentType<PreviewProps>;
}
