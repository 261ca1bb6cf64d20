import { useState } from 'react';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Freeze, ResumeChoice } from '../../../src-shared/domain/freeze.ts';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import { lastSignature, useBrakes } from '../../state/brakes.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts, useNow, useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { hour, sinceText } from './freeze-words.ts';
import { countOutcomes, type HeldLine, type Outcome } from './held-lines.ts';
import { RecallList } from './recall-list.tsx';
import { useHeld } from './use-held.ts';
import styles from './brakes.module.css';

type Tag = ResumeChoice['tag'];
const outcomes: readonly Outcome[] = ['own-moment', 'now', 'missed', 'dropped', 'kept'];
const spacings = [1, 5, 15, 30] as const;
const excerptLength = 90;

/** The end of a freeze: what it held, what is late by now, and what becomes of each. */
export function ResumeDialog({ freeze }: { readonly freeze: Freeze }) {
  const text = useText();
  const { t } = text;
  const { bridge, info, toasts, now: read } = useRealm();
  const now = useNow(10_000);
  const show = useShell((shell) => shell.show);
  const freezes = useBrakes((brakes) => brakes.freezes);
  const workspaces = useWorkspaces();
  const { held, recalls, others } = useHeld(freeze);
  const [by, setBy] = useState(() => lastSignature(freezes));
  const [minutes, setMinutes] = useState<number>(5);
  const [forAll, setForAll] = useState<Exclude<Tag, 'at'>>('release');
  const [chosen, setChosen] = useState<ReadonlyMap<DeliveryId, Tag>>(new Map());
  const [walls, setWalls] = useState<ReadonlyMap<DeliveryId, string>>(new Map());
  const [isBusy, setIsBusy] = useState(false);

  const zoneOf = (line: HeldLine): string =>
    line.delivery.zone ?? workspaces.find(({ id }) => id === line.delivery.workspaceId)?.zone ?? info.zone;
  const tagOf = (line: HeldLine): Tag => chosen.get(line.delivery.id) ?? forAll;
  const wallOfLine = (line: HeldLine): string =>
    walls.get(line.delivery.id) ??
    wallOf(Math.max(line.delivery.dueAt, now + hour), zoneOf(line)).slice(0, 16);
  const momentOfLine = (line: HeldLine) => momentOf(wallOfLine(line), zoneOf(line)).moment;
  const isPast = (line: HeldLine): boolean => tagOf(line) === 'at' && momentOfLine(line).dueAt <= now;
  const counts = countOutcomes(held, tagOf);
  const client = workspaces.find(({ id }) => id === freeze.scope);

  const choiceOf = (line: HeldLine): ResumeChoice => {
    const tag = tagOf(line);
    if (tag !== 'at') return { tag };
    const fallback = workspaces.find(({ id }) => id === line.delivery.workspaceId)?.toleranceMs ?? 0;
    return { tag, moment: momentOfLine(line), toleranceMs: line.delivery.toleranceMs ?? fallback };
  };
  const resume = async (): Promise<void> => {
    setIsBusy(true);
    const answer = await bridge.brakes.resume({
      id: freeze.id,
      by,
      spacingMs: minutes * 60_000,
      choices: [
        ...held.map((line) => ({ deliveryId: line.delivery.id, choice: choiceOf(line) })),
        ...others.map(({ id }) => ({ deliveryId: id, choice: { tag: 'release' } as const })),
      ],
    });
    setIsBusy(false);
    if (answer.tag === 'err') {
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'bad' });
      return;
    }
    show(null);
    toasts.show({ text: t('brakes.resumed'), tone: 'ok' });
  };

  return (
    <Dialog
      isOpen
      isHeld
      size="wide"
      onClose={() => show(null)}
      title={
        freeze.scope === null
          ? t('brakes.resumeTitleAll')
          : t('brakes.resumeTitle', { client: client?.name ?? '' })
      }
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show(null)}>{t('brakes.stayFrozen')}</Button>
          <Button
            tone="primary"
            isPending={isBusy}
            isDisabled={held.some(isPast)}
            onPress={() => void resume()}
          >
            {t('brakes.resumeNow')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.hint}>{sinceText(text, freeze, read())}</p>
        <RecallList recalls={recalls} />
        <section>
          <h3 className={styles.part}>{t('brakes.heldTitle', { count: held.length })}</h3>
          {held.length === 0 ? (
            <p className={styles.hint}>{t('brakes.nothingHeld')}</p>
          ) : (
            <>
              <div className={styles.pair}>
                <Select
                  label={t('brakes.forAll')}
                  value={forAll}
                  onChange={(tag) => {
                    setForAll(tag);
                    setChosen(new Map());
                  }}
                  options={(['release', 'now', 'keep', 'drop'] as const).map((id) => ({
                    id,
                    label: t(`brakes.choice.${id}`),
                  }))}
                />
                <Select
                  label={t('brakes.spacing')}
                  value={String(minutes)}
                  onChange={(id) => setMinutes(Number(id))}
                  options={spacings.map((count) => ({
                    id: String(count),
                    label: t('brakes.minutes', { count }),
                  }))}
                />
              </div>
              <ul className={styles.lines}>
                {held.map((line) => (
                  <Line
                    key={line.delivery.id}
                    line={line}
                    now={now}
                    tag={tagOf(line)}
                    wall={wallOfLine(line)}
                    zone={zoneOf(line)}
                    isPast={isPast(line)}
                    onTag={(tag) => setChosen(new Map([...chosen, [line.delivery.id, tag]]))}
                    onWall={(wall) => setWalls(new Map([...walls, [line.delivery.id, wall]]))}
                  />
                ))}
              </ul>
            </>
          )}
        </section>
        <TextField label={t('brakes.resumeBy')} value={by} onChange={setBy} maxLength={80} />
        <Banner role="status">
          {[
            ...outcomes.flatMap((outcome) => {
              const count = counts.get(outcome) ?? 0;
              return count === 0 ? [] : [t(`brakes.outcome.${outcome}`, { count })];
            }),
            t('brakes.gate'),
          ].join(' ')}
        </Banner>
      </div>
    </Dialog>
  );
}

function Line({
  line,
  now,
  tag,
  wall,
  zone,
  isPast,
  onTag,
  onWall,
}: {
  readonly line: HeldLine;
  readonly now: number;
  readonly tag: Tag;
  readonly wall: string;
  readonly zone: string;
  readonly isPast: boolean;
  readonly onTag: (tag: Tag) => void;
  readonly onWall: (wall: string) => void;
}) {
  const { t, times } = useText();
  const workspaces = useWorkspaces();
  const account = useAccounts().find(({ id }) => id === line.delivery.accountId);
  const { delivery, standing } = line;
  const words = delivery.content.text.replaceAll(/\s+/g, ' ').trim();
  const excerpt = words === '' ? t(`brakes.action.${actionOf(line)}`) : words.slice(0, excerptLength);
  const client = workspaces.find(({ id }) => id === delivery.workspaceId)?.name ?? '';
  return (
    <li className={styles.line}>
      <div className={styles.words}>
        <span className={styles.excerpt}>{excerpt}</span>
        <span className={styles.meta}>
          <Badge tone={standing === 'late' ? 'bad' : standing === 'due' ? 'warn' : 'neutral'}>
            {t(`brakes.standing.${standing}`)}
          </Badge>
          {t('brakes.lineOf', {
            account: account?.handle ?? '',
            client,
            when: times.moment(delivery.dueAt, now, delivery.zone ?? undefined),
          })}
        </span>
      </div>
      <Select
        label={t('brakes.choiceFor', { text: excerpt.slice(0, 40) })}
        isLabelHidden
        value={tag}
        onChange={onTag}
        options={(['release', 'now', 'at', 'keep', 'drop'] as const).map((id) => ({
          id,
          label:
            id === 'release' && standing === 'late' ? t('brakes.choice.missed') : t(`brakes.choice.${id}`),
        }))}
      />
      {tag === 'at' && (
        <div className={styles.moment}>
          <DateField
            label={t('brakes.newDay')}
            value={wall.slice(0, 10)}
            min={dayOf(now, zone)}
            onChange={(day) => onWall(`${day}T${wall.slice(11, 16)}`)}
          />
          <TimeField
            label={t('brakes.newTime', { zone })}
            value={wall.slice(11, 16)}
            onChange={(time) => onWall(`${wall.slice(0, 10)}T${time}`)}
            error={isPast ? t('brakes.endIsPast') : null}
          />
        </div>
      )}
    </li>
  );
}

const actionOf = ({ delivery }: HeldLine): 'publish' | 'reply' | 'like' =>
  delivery.action.tag === 'reply' || delivery.action.tag === 'like' ? delivery.action.tag : 'publish';
