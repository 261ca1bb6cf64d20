import { memo } from 'react';
import { CalendarClock, Hand, Laptop, ShieldCheck } from 'lucide-react';
import type { Action, Executor } from '../../../src-shared/domain/intent.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useFrozenAccounts } from '../../state/brakes.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Popover } from '../../ui/overlays/popover.tsx';
import { actionOf, type Target } from './composition.ts';
import styles from './departure.module.css';
import { MomentPicker } from './moment-picker.tsx';
import { atHandle, shortName, zoneName } from './names.ts';
import type { Draft } from './use-draft.ts';
import type { IntentRow } from './use-intent.ts';
import { whoPublishes } from '../../state/who-publishes.ts';

/** When it leaves, by whose hand, and the button that names where it goes. */
export const DepartureBar = memo(function DepartureBar({
  draft,
  workspace,
  targets,
  row,
  isOver,
  now,
  onExecutor,
  isPlanning,
  onPlanning,
  onLeave,
  onPublishNow,
}: {
  readonly draft: Draft;
  readonly workspace: Workspace;
  readonly targets: readonly Target[];
  /** What it became already, when it was handed over. */
  readonly row: IntentRow | null;
  /** It has left, or was given up, for every account. */
  readonly isOver: boolean;
  readonly now: number;
  readonly onExecutor: (executor: Executor) => void;
  readonly isPlanning: boolean;
  readonly onPlanning: (isOpen: boolean) => void;
  readonly onLeave: () => void;
  readonly onPublishNow: () => void;
}) {
  const { t } = useText();
  const { planned } = draft.post;
  const frozen = useFrozenAccounts(
    workspace.id,
    targets.map(({ account }) => account.id),
    actionOf(draft.post),
  );
  const isFrozen = targets.length > 0 && frozen.length === targets.length;
  const isByHand = targets.length > 0 && targets.every(({ executor }) => executor === 'assisted');
  const canPlan = !isOver && (row === null || row.intent.when.tag === 'at');
  return (
    <section className={styles.foot} aria-label={t('composer.departure')}>
      <div className={styles.departure}>
        <When draft={draft} isFrozen={isFrozen} isByHand={isByHand} />
        {canPlan && (
          <Popover
            label={t('composer.chooseMoment')}
            placement="top start"
            isOpen={isPlanning}
            onOpenChange={onPlanning}
            trigger={
              planned === null ? (
                <Button icon={CalendarClock}>{t('composer.planIt')}</Button>
              ) : (
                <IconButton icon={CalendarClock} look="outlined" label={t('composer.changeMoment')} />
              )
            }
          >
            {(close) => (
              <MomentPicker
                planned={planned}
                zone={workspace.zone}
                targets={targets}
                onExecutor={onExecutor}
                mayBeByHand={draft.post.target === null}
                mayClear={row === null}
                onTake={(moment) => {
                  draft.change(() => ({ planned: moment }));
                  close();
                }}
              />
            )}
          </Popover>
        )}
        <div className={styles.leave}>
          {planned !== null && row === null && (
            <Button tone="quiet" onPress={onPublishNow}>
              {t('composer.publishNow')}
            </Button>
          )}
          <Button tone="client" client={workspace.colour} onPress={onLeave}>
            {isOver ? (
              t('composer.keepApart')
            ) : (
              <LeaveWords draft={draft} workspace={workspace} targets={targets} row={row} />
            )}
          </Button>
        </div>
      </div>
      {!isFrozen && (
        <Promises
          targets={targets}
          action={actionOf(draft.post).tag}
          dueAt={planned?.dueAt ?? null}
          now={now}
        />
      )}
    </section>
  );
});

function LeaveWords({
  draft,
  workspace,
  targets,
  row,
}: {
  readonly draft: Draft;
  readonly workspace: Workspace;
  readonly targets: readonly Target[];
  readonly row: IntentRow | null;
}) {
  const { t } = useText();
  if (row !== null) return t('composer.saveChange');
  const [only] = targets;
  const count = targets.length;
  const isPlanned = draft.post.planned !== null;
  if (only === undefined) return t(isPlanned ? 'composer.schedule' : 'composer.publish');
  if (count !== 1)
    return isPlanned ? t('composer.scheduleOnMany', { count }) : t('composer.publishOnMany', { count });
  const names = { handle: atHandle(only.account), client: workspace.name };
  if (isPlanned) return t('composer.scheduleOn', names);
  return draft.post.target === null ? t('composer.publishOn', names) : t('composer.replyOn', names);
}

/** The moment on the client's wall, and what this machine's clock will say then. */
function When({
  draft,
  isFrozen,
  isByHand,
}: {
  readonly draft: Draft;
  readonly isFrozen: boolean;
  readonly isByHand: boolean;
}) {
  const { t, times, formats } = useText();
  const { info, now } = useRealm();
  const seconds = useLiveStatus((live) => live.settings?.undoSeconds ?? 10);
  const { planned } = draft.post;
  if (planned === null && isFrozen)
    return (
      <div className={styles.when}>
        <strong>{t('brakes.composer.when')}</strong>
        <span>{t('brakes.composer.whenDetail')}</span>
      </div>
    );
  if (planned === null && isByHand)
    return (
      <div className={styles.when}>
        <strong>{t('composer.handNow')}</strong>
        <span>{t('composer.handNowDetail')}</span>
      </div>
    );
  if (planned === null)
    return (
      <div className={styles.when}>
        <strong>{t('composer.leavesNow')}</strong>
        <span>
          {seconds > 0 ? t('composer.leavesNowDetail', { seconds }) : t('composer.leavesNowNoUndo')}
        </span>
      </div>
    );
  const there = formats.date(planned.dueAt, 'time', planned.zone);
  const here = formats.date(planned.dueAt, 'time', info.zone);
  const isThisYear =
    formats.dayKey(planned.dueAt, planned.zone).slice(0, 4) ===
    formats.dayKey(now(), planned.zone).slice(0, 4);
  return (
    <div className={styles.when}>
      <strong>
        {isThisYear
          ? `${formats.date(planned.dueAt, 'day', planned.zone)}, ${there}`
          : times.full(planned.dueAt, planned.zone)}
      </strong>
      <span>
        {there === here
          ? t('composer.inZone', { zone: zoneName(planned.zone) })
          : t('composer.hereToo', { zone: zoneName(planned.zone), here: zoneName(info.zone), time: here })}
      </span>
    </div>
  );
}

/** Who will publish, account by account: what leaves with the computer off, and what needs it. */
function Promises({
  targets,
  action,
  dueAt,
  now,
}: {
  readonly targets: readonly Target[];
  readonly action: Action['tag'];
  /** Epoch ms; null: at once, of which only what waits for a person is said. */
  readonly dueAt: number | null;
  readonly now: number;
}) {
  const { t, formats, times } = useText();
  const { info } = useRealm();
  const among = targets.map(({ account }) => account);
  const named = targets.map(({ account, content, chosen }) => ({
    name: shortName(account, among),
    publisher: whoPublishes(account.manifest, dueAt ?? now, now, chosen, content, action),
  }));
  const held = named.filter(({ publisher }) => publisher.tag === 'network').map(({ name }) => name);
  const byHand = named.filter(({ publisher }) => publisher.tag === 'person').map(({ name }) => name);
  const here = named.filter(({ publisher }) => publisher.tag === 'machine').map(({ name }) => name);
  if (dueAt === null)
    // Where it is all theirs, that stands above already.
    return byHand.length === 0 || byHand.length === named.length ? null : (
      <div className={styles.promises}>
        <Badge tone="accent" icon={Hand}>
          {t('composer.byHandNow', { networks: formats.list(byHand) })}
        </Badge>
      </div>
    );
  return (
    <div className={styles.promises}>
      {held.length > 0 && (
        <Badge tone="ok" icon={ShieldCheck}>
          {t('composer.heldBy', { networks: formats.list(held) })}
        </Badge>
      )}
      {named.map(({ name, publisher }) =>
        publisher.tag === 'too-soon' ? (
          <Badge key={name} tone="warn" icon={Laptop}>
            {t('composer.tooSoon', { networks: name, span: times.span(publisher.minAheadMs) })}
          </Badge>
        ) : publisher.tag === 'thread' ? (
          <Badge key={name} tone="warn" icon={Laptop}>
            {t('composer.threadHere', {
              networks: name,
              time: formats.date(dueAt, 'time', info.zone),
            })}
          </Badge>
        ) : null,
      )}
      {byHand.length > 0 && (
        <Badge tone="accent" icon={Hand}>
          {t('composer.byHandAt', {
            networks: formats.list(byHand),
            time: formats.date(dueAt, 'time', info.zone),
          })}
        </Badge>
      )}
      {here.length > 0 && (
        <Badge tone="warn" icon={Laptop}>
          {t('composer.needsMachine', {
            networks: formats.list(here),
            time: formats.date(dueAt, 'time', info.zone),
          })}
        </Badge>
      )}
    </div>
  );
}
