import { Send } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import { markOf } from '../../previews/index.ts';
import { useActiveFreezes } from '../../state/brakes.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useAccounts, useNow, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { SplitPane } from '../../ui/frame/split-pane.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { GroupHeading } from '../../ui/lists/group-heading.tsx';
import { LineList } from '../../ui/lists/line-list.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import type { MenuEntry } from '../../ui/overlays/menu-entry.ts';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { actionsFor, type LineAction, isHalfSent } from './actions.ts';
import { actionLabel, DeliveryPanel } from './delivery-panel.tsx';
import { grouped, groups, type OutboxLine } from './line.ts';
import { MissedBar } from './missed-bar.tsx';
import { queueMoves } from './queue.ts';
import { RescheduleDialog } from './reschedule-dialog.tsx';
import { UploadBar } from './upload-bar.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useLineActions } from './use-line-actions.ts';
import { useMissed } from './use-missed.ts';
import { useOutboxLines } from './use-outbox-lines.ts';
import { progressWords } from './thread-words.ts';
import { badgeOf, titleOf, whenOf, whyOf, type LinePlace } from './words.ts';
import styles from './outbox-screen.module.css';

/** Every pending action, and why it waits. */
export function OutboxScreen() {
  const text = useText();
  const { t, number } = text;
  const { client, delivery: selected, showDelivery } = useNavigation();
  const workspaces = useWorkspaces();
  const accounts = useAccounts();
  const now = useNow(1_000);
  const actions = useLineActions();
  const shown = workspaces.filter(({ id }) => client === 'all' || id === client).map(({ id }) => id);
  const { lines, ready } = useOutboxLines(shown, true);
  const sections = grouped(lines);
  const missed = useMissed(lines);

  const [stopping, setStopping] = useState<OutboxLine | null>(null);
  const [rescheduling, setRescheduling] = useState<OutboxLine | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const keepFocus = useKeptFocus(list);
  /** The row that was selected here, and not pointed at from elsewhere. */
  const own = useRef<DeliveryId | null>(null);
  const open = lines.find(({ id }) => id === selected) ?? null;

  // What somebody pointed at from elsewhere is brought into view, once it is there.
  const isThere = open !== null;
  useEffect(() => {
    if (!isThere || selected === own.current) return undefined;
    own.current = selected;
    const timer = setTimeout(() => {
      const row = list.current?.querySelector<HTMLElement>('[data-line][aria-current]');
      row?.scrollIntoView({ block: 'center' });
      row?.focus();
    });
    return () => clearTimeout(timer);
  }, [isThere, selected]);
  const select = (key: string | null) => {
    own.current = lines.find(({ id }) => id === key)?.id ?? null;
    showDelivery(own.current);
  };

  const placeOf = (line: OutboxLine): LinePlace => {
    const account = accounts.find(({ id }) => id === line.accountId) ?? null;
    return { account, network: account?.manifest.name ?? '' };
  };
  const freezes = useActiveFreezes();
  const act = (line: OutboxLine, action: LineAction) => {
    if (action === 'cancel' && isHalfSent(line)) setStopping(line);
    else if (action === 'reschedule') setRescheduling(line);
    else if (action === 'nextSlot') void missed.toNextSlots([line]);
    else if (action === 'cancel' && line.delivery?.state === 'missed') void missed.drop([line]);
    else actions.run(line, action);
  };
  const queueEntries = (line: OutboxLine, members: readonly OutboxLine[]): readonly MenuEntry[] => {
    const moves = queueMoves(line, members);
    return (['earlier', 'later'] as const).flatMap((id): readonly MenuEntry[] => {
      const before = moves[id];
      return before === undefined
        ? []
        : [{ tag: 'action', id, label: t(`outbox.${id}`), onAction: () => actions.reorder(line, before) }];
    });
  };
  const focusPanel = () => {
    setTimeout(() =>
      list.current?.parentElement?.parentElement?.querySelector<HTMLElement>('aside [role="group"]')?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isRow = event.target instanceof HTMLElement && event.target.matches('[data-line]');
    if (!isRow || open === null || (event.key !== 'Delete' && event.key !== 'Backspace')) return;
    if (!actionsFor(open, now, freezes).includes('cancel')) return;
    event.preventDefault();
    act(open, 'cancel');
  };

  if (ready && lines.length === 0)
    return (
      <div className={styles.pane}>
        <VisuallyHidden elementType="h1">{t('outbox.title')}</VisuallyHidden>
        <EmptyState icon={Send} title={t('outbox.empty')}>
          {t('outbox.emptyHint')}
        </EmptyState>
      </div>
    );
  return (
    <>
      <SplitPane
        side={
          open && (
            <DeliveryPanel
              key={open.id}
              line={open}
              place={placeOf(open)}
              client={workspaces.find(({ id }) => id === open.workspaceId) ?? null}
              now={now}
              actions={actions}
              onAction={(action) => act(open, action)}
              onClose={() => {
                const row = list.current?.querySelector<HTMLElement>('[data-line][aria-current]');
                select(null);
                row?.focus();
              }}
            />
          )
        }
      >
        <VisuallyHidden elementType="h1">{t('outbox.title')}</VisuallyHidden>
        <div
          ref={list}
          role="group"
          aria-label={t('outbox.title')}
          className={styles.lines}
          onKeyDown={onKeyDown}
          onFocus={keepFocus}
        >
          {groups.map((group) => {
            const members = sections.get(group) ?? [];
            if (members.length === 0) return null;
            return (
              <section key={group} aria-label={t(`outbox.group.${group}`)}>
                <GroupHeading count={number(members.length)}>{t(`outbox.group.${group}`)}</GroupHeading>
                {group === 'missed' && <MissedBar lines={members} missed={missed} />}
                <LineList
                  label={t(`outbox.group.${group}`)}
                  items={members}
                  keyOf={(line) => line.id}
                  selected={selected}
                  onSelect={select}
                  onOpen={(key) => {
                    select(key);
                    focusPanel();
                  }}
                >
                  {(line) => {
                    const place = placeOf(line);
                    const owner = workspaces.find(({ id }) => id === line.workspaceId);
                    const badge = badgeOf(text, line, now);
                    const title = titleOf(text, line);
                    const possible = actionsFor(line, now, freezes, place.account);
                    return (
                      <LineRow
                        lead={
                          <>
                            {owner && (
                              <ClientDisc
                                name={owner.name}
                                colour={owner.colour}
                                size="small"
                                label={owner.name}
                              />
                            )}
                            {place.account && (
                              <NetworkMark
                                mark={markOf(place.account)}
                                label={`${place.network} ${place.account.handle}`}
                              />
                            )}
                          </>
                        }
                        when={whenOf(text, line, now)}
                        title={title}
                        detail={
                          line.delivery?.state === 'running' && line.delivery.progress !== null ? (
                            <UploadBar delivery={line.delivery} onStop={() => act(line, 'cancel')} />
                          ) : (
                            whyOf(text, line, place, now)
                          )
                        }
                        aside={
                          place.account === null ? undefined : `@${place.account.handle.replace(/^@/u, '')}`
                        }
                        state={
                          <Badge tone={badge.tone} icon={badge.icon}>
                            {badge.words}
                          </Badge>
                        }
                        end={
                          possible.length > 0 && (
                            <IconMenuButton
                              label={t('outbox.rowActions', { text: title.slice(0, 60) })}
                              size="small"
                              placement="bottom end"
                              entries={[
                                ...queueEntries(line, members),
                                ...possible.map((action) => ({
                                  tag: 'action' as const,
                                  id: action,
                                  label: actionLabel(text, line, action),
                                  ...(action === 'cancel' && { tone: 'danger' as const }),
                                  onAction: () => act(line, action),
                                })),
                              ]}
                            />
                          )
                        }
                      />
                    );
                  }}
                </LineList>
              </section>
            );
          })}
        </div>
      </SplitPane>
      {stopping?.delivery && (
        <AlertDialog
          isOpen
          title={t('outbox.stopSure')}
          confirmLabel={t('outbox.stopHere')}
          cancelLabel={t('words.cancel')}
          onCancel={() => setStopping(null)}
          onConfirm={() => {
            setStopping(null);
            actions.run(stopping, 'cancel');
          }}
        >
          {t('outbox.stopRisk', { progress: progressWords(text, stopping.delivery) ?? '' })}
        </AlertDialog>
      )}
      {rescheduling && (
        <RescheduleDialog
          line={rescheduling}
          client={workspaces.find(({ id }) => id === rescheduling.workspaceId) ?? null}
          targets={
            lines.filter(
              ({ intentId, delivery }) =>
                intentId === rescheduling.intentId &&
                delivery?.state !== 'sent' &&
                delivery?.state !== 'cancelled',
            ).length
          }
          onClose={() => setRescheduling(null)}
        />
      )}
    </>
  );
}
