import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a menu is made of, as data. */
export type MenuEntry =
  | MenuAction
  | { readonly tag: 'separator'; readonly id: string }
  | {
      readonly tag: 'section';
      readonly id: string;
      readonly label: string;
      readonly entries: readonly MenuAction[];
    }
  | {
      readonly tag: 'choice';
      readonly id: string;
      readonly label: string;
      /** `single`: one of them, always; `multiple`: any of them. */
      readonly mode: 'single' | 'multiple';
      readonly chosen: readonly string[];
      readonly entries: readonly MenuAction[];
      readonly onChange: (chosen: readonly string[]) => void;
    }
  | {
      readonly tag: 'submenu';
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly entries: readonly MenuEntry[];
    };

export interface MenuAction {
  readonly tag: 'action';
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  /** Instead of an icon: a client's disc, a network's mark. */
  readonly mark?: ReactNode;
  /** Under the label: why it cannot be done, what it will do. */
  readonly detail?: string;
  readonly keys?: readonly string[];
  readonly tone?: 'normal' | 'danger';
  readonly isDisabled?: boolean;
  /** Not needed inside a `choice`. */
  readonly onAction?: () => void;
}
