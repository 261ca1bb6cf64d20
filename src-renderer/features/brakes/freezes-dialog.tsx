import { Snowflake } from 'lucide-react';
import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import { useBrakes } from '../../state/brakes.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { sinceText } from './freeze-words.ts';
import styles from './brakes.module.css';

/** Every freeze there was: who, when, why, and what became of what it held. */
export function FreezesDialog() {
  const { t } = useText();
  const freezes = useBrakes((brakes) => brakes.freezes);
  const show = useShell((shell) => shell.show);
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={() => show(null)}
      title={t('brakes.journal')}
      closeLabel={t('words.close')}
      actions={
        <Button tone="danger" icon={Snowflake} onPress={() => show({ tag: 'freeze' })}>
          {t('brakes.freezeTitle')}
        </Button>
      }
    >
      {freezes.length === 0 ? (
        <EmptyState icon={Snowflake} title={t('brakes.noFreezes')}>
          {t('brakes.noFreezesHint')}
        </EmptyState>
      ) : (
        [...freezes].reverse().map((freeze) => <Entry key={freeze.id} freeze={freeze} />)
      )}
    </Dialog>
  );
}

function Entry({ freeze }: { readonly freeze: Freeze }) {
  const text = useText();
  const { t, times, formats } = text;
  const { now } = useRealm();
  const show = useShell((shell) => shell.show);
  const client = useWorkspaces().find(({ id }) => id === freeze.scope);
  const accounts = useAccounts();
  const { ended } = freeze;
  const open = freeze.openAccounts.map((id) => accounts.find((one) => one.id === id)?.handle ?? id);
  const count = (tag: 'release' | 'now' | 'at' | 'drop' | 'keep'): number =>
    ended?.what.filter(({ choice }) => choice === tag).length ?? 0;
  const recalls = ended?.what.filter(({ recall }) => recall !== null) ?? [];
  const back = recalls.filter(({ recall }) => recall === 'recalled').length;
  return (
    <article className={styles.entry}>
      <div className={styles.meta}>
        <strong>
          {freeze.scope === null ? t('brakes.scopeAll') : (client?.name ?? t('brakes.clientGone'))}
        </strong>
        <Badge tone={ended === null ? 'warn' : 'neutral'}>
          {t(ended === null ? 'brakes.inForce' : 'brakes.over')}
        </Badge>
      </div>
      <p>{sinceText(text, freeze, now())}</p>
      {open.length > 0 && <p>{t('brakes.openWere', { accounts: formats.list(open) })}</p>}
      <p>{t(freeze.repliesOpen ? 'brakes.repliesWereOpen' : 'brakes.repliesWereFrozen')}</p>
      {ended === null ? (
        <div className={styles.buttons}>
          <Button size="small" onPress={() => show({ tag: 'resume', freezeId: freeze.id })}>
            {t('brakes.resume')}
          </Button>
        </div>
      ) : (
        <>
          <p>
            {ended.by.trim() === ''
              ? t('brakes.endedAt', { when: times.moment(ended.at, now()) })
              : t('brakes.endedBy', { when: times.moment(ended.at, now()), by: ended.by })}{' '}
            {t('brakes.endedWhat', {
              released: count('release') + count('now') + count('at'),
              dropped: count('drop'),
              kept: count('keep'),
            })}
          </p>
          {recalls.length > 0 && <p>{t('brakes.endedRecalls', { back, all: recalls.length })}</p>}
        </>
      )}
    </article>
  );
}
