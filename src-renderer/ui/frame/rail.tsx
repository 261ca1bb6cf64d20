import { Layers, type LucideIcon } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import { ClientDisc } from '../identity/client-disc.tsx';
import { MenuList } from '../overlays/menu.tsx';
import type { MenuEntry } from '../overlays/menu-entry.ts';
import { Tip } from '../overlays/tooltip.tsx';
import styles from './rail.module.css';

export interface RailClient {
  readonly id: string;
  readonly name: string;
  readonly colour: ClientColour;
  /** As shown on the disc: "12", "999+"; null for none. */
  readonly unread: string | null;
  /** The same in words: "12 non lus". */
  readonly unreadLabel?: string;
  readonly keys?: readonly string[];
  /** A small mark on the disc, and what it means: "entraînement". */
  readonly note?: { readonly icon: LucideIcon; readonly label: string };
  /** On right click and on the menu key. */
  readonly menu?: readonly MenuEntry[];
}

export interface RailAction {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys?: readonly string[];
  readonly isCurrent?: boolean;
  readonly onPress: () => void;
}

export interface RailProps {
  readonly label: string;
  /** "Tous les clients". */
  readonly allLabel: string;
  readonly clients: readonly RailClient[];
  /** The open client; null for all of them. */
  readonly current: string | null;
  readonly onChange: (id: string | null) => void;
  readonly addLabel?: string;
  readonly addIcon?: LucideIcon;
  readonly onAdd?: () => void;
  /** At the bottom: help, settings. */
  readonly actions?: readonly RailAction[];
}

/** The clients, one disc each, with what waits for an answer. */
export function Rail({
  label,
  allLabel,
  clients,
  current,
  onChange,
  addLabel = '',
  addIcon,
  onAdd,
  actions = [],
}: RailProps) {
  return (
    <nav className={styles.rail} aria-label={label}>
      <Tip text={allLabel} placement="right">
        <AriaButton
          className={styles.item ?? ''}
          aria-label={allLabel}
          {...(current === null && { 'aria-current': 'true' as const })}
          onPress={() => onChange(null)}
        >
          <span className={styles.all}>
            <Icon of={Layers} />
          </span>
        </AriaButton>
      </Tip>
      <ul className={styles.clients}>
        {clients.map((client) => (
          <li key={client.id} data-client={client.colour}>
            <Tip text={tipOf(client)} placement="right" keys={client.keys}>
              {client.menu ? (
                <MenuTrigger trigger="contextMenu">
                  <ClientButton client={client} isCurrent={current === client.id} onChange={onChange} />
                  <MenuList label={client.name} entries={client.menu} placement="right top" />
                </MenuTrigger>
              ) : (
                <ClientButton client={client} isCurrent={current === client.id} onChange={onChange} />
              )}
            </Tip>
          </li>
        ))}
      </ul>
      {onAdd && addIcon && <RailButton label={addLabel} icon={addIcon} onPress={onAdd} />}
      <div className={styles.actions}>
        {actions.map((action) => (
          <RailButton key={action.id} {...action} />
        ))}
      </div>
    </nav>
  );
}

const tipOf = ({ name, note }: RailClient): string => (note ? `${name} · ${note.label}` : name);

function ClientButton({
  client,
  isCurrent,
  onChange,
}: {
  readonly client: RailClient;
  readonly isCurrent: boolean;
  readonly onChange: (id: string) => void;
}) {
  return (
    <AriaButton
      className={styles.item ?? ''}
      {...(isCurrent && { 'aria-current': 'true' as const })}
      onPress={() => onChange(client.id)}
    >
      <ClientDisc name={client.name} colour={client.colour} />
      <VisuallyHidden elementType="span">
        {[client.name, client.note?.label, client.unread !== null && (client.unreadLabel ?? client.unread)]
          .filter(Boolean)
          .join(', ')}
      </VisuallyHidden>
      {client.unread !== null && (
        <span className={styles.unread} aria-hidden="true">
          {client.unread}
        </span>
      )}
      {client.note && (
        <span className={styles.note} aria-hidden="true">
          <Icon of={client.note.icon} size={12} />
        </span>
      )}
    </AriaButton>
  );
}

function RailButton({ label, icon, keys, isCurrent, onPress }: Omit<RailAction, 'id'>) {
  return (
    <Tip text={label} keys={keys} placement="right">
      <AriaButton
        className={classNames(styles.item, styles.action)}
        aria-label={label}
        {...(isCurrent && { 'aria-current': 'page' as const })}
        onPress={onPress}
      >
        <Icon of={icon} />
      </AriaButton>
    </Tip>
  );
}
