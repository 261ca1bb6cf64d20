import type { RefObject } from 'react';
import { clientColours } from '../../../src-shared/domain/workspace.ts';
import type { AuthField, Manifest } from '../../../src-shared/networks/manifest.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { SecretField, TextField } from '../../ui/fields/text-field.tsx';
import { ColourChoice } from './colour-choice.tsx';
import styles from './connect-dialog.module.css';

export type FieldInputs = RefObject<Map<string, HTMLInputElement>>;

/** The form that a network's manifest asks for, in that network's own words. */
export function ConnectFields({
  manifest,
  fields,
  values,
  errors,
  right,
  inputs,
  onChange,
  onSubmit,
  onLeave,
}: {
  readonly manifest: Manifest;
  /** Those of the manifest's fields that are shown. */
  readonly fields: Manifest['auth']['fields'];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Names of those whose shape is known and right. */
  readonly right: readonly string[];
  /** By name, so that the field to correct can be focused. */
  readonly inputs: FieldInputs;
  readonly onChange: (name: string, value: string) => void;
  readonly onSubmit: () => void;
  /** The person goes on to another field. */
  readonly onLeave: (field: AuthField) => void;
}) {
  const { t, find } = useText();
  return fields.map((field) => {
    const key = `networks.${manifest.network}.auth.${field.name}`;
    const common = `networks.auth.${field.name}`;
    const name = find(key) ?? find(common) ?? field.name;
    const hint = find(`${key}.hint`) ?? find(`${common}.hint`);
    const suggestions = find(`${key}.suggestions`)?.split(' ') ?? [];
    const shared = {
      label: field.required ? name : t('accounts.optional', { label: name }),
      value: values[field.name] ?? '',
      placeholder: field.placeholder,
      error: errors[field.name] ?? null,
      confirmation: right.includes(field.name) ? t('accounts.fieldRight') : null,
      isRequired: field.required,
      onChange: (value: string) => onChange(field.name, value),
      onSubmit,
      onBlur: () => onLeave(field),
      inputRef: (input: HTMLInputElement | null) => {
        if (input === null) inputs.current.delete(field.name);
        else inputs.current.set(field.name, input);
      },
      ...(hint !== null && { description: hint }),
    };
    if (field.kind === 'secret' || field.kind === 'app-secret')
      return (
        <SecretField
          key={field.name}
          {...shared}
          showLabel={t('accounts.showSecret')}
          hideLabel={t('accounts.hideSecret')}
        />
      );
    if (field.kind === 'colour')
      return (
        <ColourChoice
          key={field.name}
          label={name}
          value={clientColours.find((one) => one === values[field.name]) ?? clientColours[0]}
          onChange={(colour) => onChange(field.name, colour)}
        />
      );
    return (
      <div key={field.name} className={styles.fieldWithHelp}>
        <TextField {...shared} spellCheck="false" />
        {suggestions.length > 0 && (
          <div className={styles.suggestions} role="group" aria-label={t('accounts.suggestions')}>
            {suggestions.map((server) => (
              <Button key={server} size="small" onPress={() => onChange(field.name, server)}>
                {server}
              </Button>
            ))}
          </div>
        )}
      </div>
    );
  });
}
