import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { describedOf, isSameName, type Described } from '../../../src-shared/domain/described.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { useRealm } from '../../state/realm.ts';
import { useAccounts } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { ConnectFields } from './connect-fields.tsx';
import { DescribedImport } from './described-import.tsx';
import { readForm, useOutgrown } from './outgrown.ts';
import { useConnectForm } from './use-connect-form.ts';
import styles from './connect-dialog.module.css';

/** Corrects how a person described a network, for all of its accounts; their posts are judged by it before it is kept. */
export function DescribedDialog({
  account,
  network,
  onClose,
}: {
  readonly account: Account;
  readonly network: Described;
  readonly onClose: () => void;
}) {
  const { bridge, manifests, toasts } = useRealm();
  const text = useText();
  const { t } = text;
  const accounts = useAccounts();
  const [failed, setFailed] = useState<Failure | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [isTaken, setIsTaken] = useState(false);
  const asMade = manifests.find((one) => one.network === account.network) ?? account.manifest;
  const form = useConnectForm(account, asMade, null, () => {
    setFailed(null);
    setIsTaken(false);
  });
  const described = accounts.filter(({ manifest }) => describedOf(manifest) !== null);
  const own = described.filter(({ manifest }) => isSameName(manifest.name, network.name));
  const read = readForm(form.values);
  const outgrown = useOutgrown(own, read);
  // Who has the account is another matter than what its network takes.
  const fields = form.shown
    .filter(({ name }) => name !== 'account')
    .map((field) => ({ ...field, required: true }));

  const save = async (): Promise<void> => {
    if (!form.check()) return;
    // What was not typed again is not what it was: the form says so.
    const empty = fields.find(
      ({ name, kind }) => kind === 'number' && (form.values[name] ?? '').trim() === '',
    );
    if (empty !== undefined || read === null) return form.demand(empty?.name ?? 'limit');
    const others = described.filter((one) => !own.includes(one));
    if (others.some(({ manifest }) => isSameName(manifest.name, read.name))) {
      form.inputs.current.get('network')?.focus();
      return setIsTaken(true);
    }
    setIsSaving(true);
    const answer = await bridge.accounts.correct({ accountId: account.id, network: read });
    setIsSaving(false);
    if (answer.tag === 'err') return setFailed(answer.error);
    toasts.show({
      text: t('accounts.described.corrected', { name: read.name, count: answer.value.accountIds.length }),
      tone: 'ok',
    });
    onClose();
  };
  const submit = (): void => void save();

  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      closeLabel={t('words.close')}
      title={t('accounts.described.correctTitle', { name: network.name })}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isSaving} onPress={submit}>
            {t('words.save')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {failed !== null && (
          <Banner tone="bad" role="alert">
            {errorText(text, failed.code, failed.detail).sentence}
          </Banner>
        )}
        {own.length > 1 && <p>{t('accounts.described.forAll', { count: own.length })}</p>}
        <DescribedImport onRead={form.fill} over={network} />
        <ConnectFields
          manifest={form.manifest}
          fields={fields}
          values={form.values}
          errors={isTaken ? { ...form.errors, network: t('accounts.described.taken') } : form.errors}
          right={form.right}
          inputs={form.inputs}
          onChange={form.change}
          onSubmit={submit}
          onLeave={form.leave}
        />
        {outgrown.length > 0 && (
          <Banner tone="warn" role="status">
            {t('accounts.described.outgrown', {
              count: outgrown.length,
              text: outgrown[0]?.content.text.replaceAll(/\s+/g, ' ').trim().slice(0, 60) ?? '',
            })}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
