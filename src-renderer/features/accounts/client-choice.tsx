import { Plus } from 'lucide-react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useText } from '../../text/text-context.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';

/** Stands for a client that is still to be created. */
export const newClient = 'new';

/** The client that an account goes to: one that exists, or a new one by its name. */
export function ClientChoice({
  clients,
  value,
  onChange,
  name,
  onName,
  error,
}: {
  readonly clients: readonly Workspace[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly name: string;
  readonly onName: (name: string) => void;
  /** What is wrong with the new client's name. */
  readonly error: string | null;
}) {
  const { t } = useText();
  return (
    <>
      <Select
        label={t('accounts.client')}
        value={value}
        onChange={onChange}
        options={[
          ...clients.map((client) => ({
            id: client.id as string,
            label: client.name,
            mark: <ClientDisc name={client.name} colour={client.colour} size="tiny" />,
          })),
          { id: newClient, label: t('accounts.newClient'), icon: Plus },
        ]}
      />
      {value === newClient && (
        <TextField
          label={t('accounts.newClientName')}
          value={name}
          onChange={onName}
          error={error}
          maxLength={80}
          isRequired
        />
      )}
    </>
  );
}
