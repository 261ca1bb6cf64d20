import { Snowflake } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import type { AccountId, WorkspaceId } from '../../../src-shared/ids.ts';
import { lastSignature, useBrakes } from '../../state/brakes.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useStatements } from '../../state/statements.ts';
import { useAccountsOf, useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { Switch } from '../../ui/fields/switch.tsx';
import { TextArea } from '../../ui/fields/text-area.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { hour } from './freeze-words.ts';
import { useWouldHold } from './use-held.ts';
import styles from './brakes.module.css';

const everybody = 'all';
const ends = ['none', 'hour', 'half-day', 'chosen'] as const;
type End = (typeof ends)[number];

/** The red button. Pressing Enter at once freezes what is on the screen; everything else is optional. */
export function FreezeDialog() {
  const text = useText();
  const { t } = text;
  const { bridge, info, now, toasts } = useRealm();
  const show = useShell((shell) => shell.show);
  const shown = useNavigation((navigation) => navigation.client);
  const freezes = useBrakes((brakes) => brakes.freezes);
  const clients = useWorkspaces().filter((one) => one.archivedAt === null);
  const [scope, setScope] = useState<WorkspaceId | typeof everybody>(shown);
  const [by, setBy] = useState(() => lastSignature(freezes));
  const [why, setWhy] = useState('');
  const [end, setEnd] = useState<End>('none');
  const start = useRef(now()).current;
  const tomorrow = wallOf(start + 24 * hour, info.zone);
  const [day, setDay] = useState(tomorrow.slice(0, 10));
  const [time, setTime] = useState('09:00');
  const [repliesOpen, setRepliesOpen] = useState(false);
  const [open, setOpen] = useState<readonly AccountId[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const accounts = useAccountsOf(scope).filter(({ health }) => health.tag !== 'disconnected');
  const statements = useStatements(scope === everybody ? null : scope);
  const nameOf = (id: WorkspaceId): string => clients.find((one) => one.id === id)?.name ?? '';
  const openAccounts = open.filter((id) => accounts.some((one) => one.id === id));

  const chosen = momentOf(`${day}T${time}`, info.zone).moment.dueAt;
  const isPast = end === 'chosen' && chosen <= now();
  const endsAt = (): number | null => {
    switch (end) {
      case 'none':
        return null;
      case 'hour':
        return now() + hour;
      case 'half-day':
        return now() + 4 * hour;
      case 'chosen':
        return chosen;
    }
  };
  const order = { scope: scope === everybody ? null : scope, by, why, openAccounts, repliesOpen };
  const key = JSON.stringify([order.scope, openAccounts, repliesOpen]);
  const would = useMemo<Freeze>(
    () => ({ ...order, id: '', startedAt: start, endsAt: null, ended: null }),
    // Whoever signs, and why, holds nothing: what is counted changes with what the key says.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
  const { all, atNetworks } = useWouldHold(would);

  const freeze = async (): Promise<void> => {
    setIsBusy(true);
    const answer = await bridge.brakes.freeze({ ...order, endsAt: endsAt() });
    show(null);
    if (answer.tag === 'ok' && answer.value.underWay > 0)
      toasts.show({
        text: t('brakes.underWay', { count: answer.value.underWay }),
        tone: 'warn',
        staysMs: null,
      });
    if (answer.tag === 'err')
      toasts.show({
        text:
          answer.error.code === 'disk-full'
            ? t('brakes.notKept')
            : errorText(text, answer.error.code, answer.error.detail).sentence,
        tone: 'bad',
        staysMs: null,
      });
  };

  return (
    <Dialog
      isOpen
      isHeld
      size="wide"
      onClose={() => show(null)}
      title={t('brakes.freezeTitle')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show(null)}>{t('words.cancel')}</Button>
          <Button
            autoFocus
            tone="danger"
            icon={Snowflake}
            isPending={isBusy}
            isDisabled={isPast}
            onPress={() => void freeze()}
          >
            {scope === everybody
              ? t('brakes.freezeAll')
              : t('brakes.freezeClient', { client: nameOf(scope) })}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.hint} role="status">
          {t('brakes.wouldHold', { count: all })}{' '}
          {atNetworks > 0 && t('brakes.wouldRecall', { count: atNetworks })} {t('brakes.notFrozen')}
        </p>
        <div className={styles.pair}>
          <Select
            label={t('brakes.scope')}
            value={scope}
            onChange={setScope}
            options={[
              { id: everybody, label: t('brakes.scopeAll') },
              ...clients.map(({ id, name }) => ({ id, label: name })),
            ]}
          />
          <Select
            label={t('brakes.end')}
            description={t('brakes.endHint')}
            value={end}
            onChange={setEnd}
            options={ends.map((id) => ({ id, label: t(`brakes.end.${id}`) }))}
          />
        </div>
        {end === 'chosen' && (
          <div className={styles.pair}>
            <DateField
              label={t('brakes.endDay')}
              value={day}
              onChange={setDay}
              min={dayOf(now(), info.zone)}
            />
            <TimeField
              label={t('brakes.endTime')}
              value={time}
              onChange={setTime}
              error={isPast ? t('brakes.endIsPast') : null}
            />
          </div>
        )}
        <Switch
          isSpread
          label={t('brakes.repliesOpen')}
          detail={t(repliesOpen ? 'brakes.repliesOpenOn' : 'brakes.repliesOpenOff')}
          isOn={repliesOpen}
          onChange={setRepliesOpen}
        />
        {accounts.length > 0 && (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>{t('brakes.openAccounts')}</legend>
            <p className={styles.hint}>
              {t('brakes.openAccountsHint')}{' '}
              {statements.length > 0 && t('statements.ready', { count: statements.length })}
            </p>
            <div className={styles.choices}>
              {accounts.map((account) => (
                <Checkbox
                  key={account.id}
                  label={`@${account.handle.replace(/^@/, '')}`}
                  detail={t('brakes.accountOf', {
                    network: account.manifest.name,
                    client: nameOf(account.workspaceId),
                  })}
                  isOn={open.includes(account.id)}
                  onChange={(isOn) =>
                    setOpen(isOn ? [...open, account.id] : open.filter((id) => id !== account.id))
                  }
                />
              ))}
            </div>
          </fieldset>
        )}
        <div className={styles.pair}>
          <TextField label={t('brakes.by')} value={by} onChange={setBy} maxLength={80} />
        </div>
        <TextArea label={t('brakes.why')} rows={2} value={why} onChange={setWhy} />
        <Banner>{t('brakes.local')}</Banner>
      </div>
    </Dialog>
  );
}
