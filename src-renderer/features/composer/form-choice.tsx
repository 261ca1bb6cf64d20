import { memo } from 'react';
import type { AccountId } from '../../../src-shared/ids.ts';
import { formatSetting } from '../../../src-shared/composing/form.ts';
import { useText } from '../../text/text-context.tsx';
import { Select } from '../../ui/fields/select.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import type { Draft } from './use-draft.ts';
import { nameAmong } from './names.ts';

/** No choice: the form is the one that what is attached fits. */
const automatic = 'auto';

/** The form that a post takes on each account whose network has several. Each account has its own. */
export const FormChoice = memo(function FormChoice({
  change,
  targets,
}: {
  readonly change: Draft['change'];
  readonly targets: readonly Target[];
}) {
  const { t, find } = useText();
  const among = targets.map(({ account }) => account);
  const named = (name: string): string => find(`networks.format.${name}`) ?? name;
  const chosen = targets.filter(
    ({ account, format }) => format !== null && (account.manifest.formats?.length ?? 0) > 1,
  );
  if (chosen.length === 0) return null;
  return (
    <div className={styles.forms} role="group" aria-label={t('composer.forms')}>
      {chosen.map(({ account, content, format }) => {
        const formats = account.manifest.formats ?? [];
        const value = formats.find(({ name }) => name === content.settings[formatSetting])?.name ?? automatic;
        return (
          <span key={account.id} data-form={account.id}>
            <Select
              label={t('composer.formOn', { account: nameAmong(account, among) })}
              value={value}
              onChange={(name) => choose(change, account.id, name === automatic ? null : name)}
              options={[
                { id: automatic, label: t('composer.formAuto', { form: named(format?.name ?? '') }) },
                ...formats.map(({ name }) => ({ id: name, label: named(name) })),
              ]}
            />
          </span>
        );
      })}
    </div>
  );
});

/** Null takes the choice back; an account that then says nothing of its own follows the common text again. */
function choose(change: Draft['change'], account: AccountId, name: string | null): void {
  change(({ variants }) => {
    const { settings, ...others } = variants[account] ?? {};
    const { [formatSetting]: _, ...rest } = settings ?? {};
    const kept = name === null ? rest : { ...rest, [formatSetting]: name };
    const own = Object.keys(kept).length > 0 ? { ...others, settings: kept } : others;
    if (Object.keys(own).length > 0) return { variants: { ...variants, [account]: own } };
    const { [account]: __, ...without } = variants;
    return { variants: without };
  });
}
