import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import styles from './client-picker.module.css';

export interface ClientPickerProps {
  readonly clients: readonly Workspace[];
  readonly onPick: (client: Workspace) => void;
}

/** Whose post it will be, asked only while several clients are shown at once. */
export function ClientPicker({ clients, onPick }: ClientPickerProps) {
  const { t } = useText();
  return (
    <div className={styles.picker}>
      <h2 className={styles.title}>{t('calendar.forWhichClient')}</h2>
      {clients.map((client) => (
        <Button key={client.id} tone="quiet" isWide onPress={() => onPick(client)}>
          <span className={styles.client}>
            <ClientDisc name={client.name} colour={client.colour} size="tiny" />
            {client.name}
          </span>
        </Button>
      ))}
    </div>
  );
}
