import { clientColours, type ClientColour } from '../../../src-shared/domain/workspace.ts';
import { useText } from '../../text/text-context.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';

/** One of the colours that things of one's own have. */
export function ColourChoice({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: ClientColour;
  readonly onChange: (colour: ClientColour) => void;
}) {
  const { t } = useText();
  return (
    <Select
      label={label}
      value={value}
      onChange={(id) => {
        const chosen = clientColours.find((one) => one === id);
        if (chosen !== undefined) onChange(chosen);
      }}
      options={clientColours.map((colour) => ({
        id: colour,
        label: t(`accounts.colour.${colour}`),
        mark: <ClientDisc name="" colour={colour} size="tiny" />,
      }))}
    />
  );
}
