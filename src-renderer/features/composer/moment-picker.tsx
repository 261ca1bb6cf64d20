import { useState } from 'react';
import { dayOf, momentOf, wallOf, type Meaning } from '../../../src-shared/calendar/moment.ts';
import { quickMoments } from '../../../src-shared/calendar/quick-moments.ts';
import type { Executor } from '../../../src-shared/domain/intent.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import { useRealm } from '../../state/realm.ts';
import { useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import type { Target } from './composition.ts';
import styles from './departure.module.css';
import { shortName, zoneName } from './names.ts';
import { canHold } from '../../state/who-publishes.ts';

/** The first quick choice that is a morning, where nothing was chosen yet. */
const proposal = 'tomorrow-morning';

/** A wall-clock time in the client's zone: quick, or day and hour; what the clocks do that day is said. */
export function MomentPicker({
  planned,
  zone,
  targets,
  onExecutor,
  mayBeByHand,
  mayClear,
  onTake,
}: {
  readonly planned: Moment | null;
  /** Of the client; a moment that was chosen keeps its own. */
  readonly zone: string;
  readonly targets: readonly Target[];
  readonly onExecutor: (executor: Executor) => void;
  /** A post can be published by hand; an answer needs its thread. */
  readonly mayBeByHand: boolean;
  readonly mayClear: boolean;
  readonly onTake: (moment: Moment | null) => void;
}) {
  const { t, formats } = useText();
  const { info, now: clock } = useRealm();
  const now = useNow(5_000);
  const there = planned?.zone ?? zone;
  const quick = quickMoments(now, there);
  const [wall, setWall] = useState(
    () => planned?.wall ?? quick.find(({ id }) => id === proposal)?.wall ?? wallOf(now, there),
  );
  const [day = '', hour = ''] = wall.split('T');
  const meaning = momentOf(wall, there);
  const isPast = meaning.moment.dueAt <= now;
  const here = formats.date(meaning.moment.dueAt, 'time', info.zone);
  const shown = formats.date(meaning.moment.dueAt, 'time', there);
  const among = targets.map(({ account }) => account);
  const holders = among.filter(({ manifest }) => canHold(manifest));
  const chosen = [
    ...new Set(
      targets.map((one) => (one.executor === 'native' && holders.length === 0 ? 'machine' : one.chosen)),
    ),
  ];
  /** Null: one account is in other hands than the next. */
  const executor = chosen.length > 1 ? null : (chosen[0] ?? (holders.length === 0 ? 'machine' : 'native'));
  return (
    <div className={styles.picker}>
      <div className={styles.quick} role="group" aria-label={t('composer.quick')}>
        {quick.map(({ id, wall: at }) => {
          const { moment } = momentOf(at, there);
          return (
            <Button key={id} size="small" onPress={() => onTake(moment)}>
              {t(`composer.quick.${id}`)}{' '}
              <span className={styles.quickTime}>{formats.date(moment.dueAt, 'time', there)}</span>
            </Button>
          );
        })}
      </div>
      <div className={styles.fields}>
        <DateField
          label={t('composer.day')}
          value={day}
          min={dayOf(now, there)}
          onChange={(next) => setWall(`${next}T${hour}`)}
        />
        <TimeField
          label={t('composer.hour')}
          value={hour}
          onChange={(next) => setWall(`${day}T${next}`)}
          {...(isPast && { error: t('composer.past') })}
        />
      </div>
      <p className={styles.zone}>
        {here === shown
          ? t('composer.inZone', { zone: zoneName(there) })
          : t('composer.hereToo', { zone: zoneName(there), here: zoneName(info.zone), time: here })}
      </p>
      <Clocks meaning={meaning} />
      {(holders.length > 0 || mayBeByHand) && (
        <RadioGroup
          label={t('composer.executor')}
          value={executor}
          onChange={onExecutor}
          options={[
            ...(holders.length > 0
              ? [
                  {
                    id: 'native',
                    label: t('composer.executor.native'),
                    detail: t('composer.holdDetail', {
                      networks: formats.list(holders.map((account) => shortName(account, among))),
                    }),
                  } as const,
                ]
              : []),
            {
              id: 'machine',
              label: t('composer.executor.machine'),
              detail: t('composer.executor.machineDetail'),
            } as const,
            ...(mayBeByHand
              ? [
                  {
                    id: 'assisted',
                    label: t('composer.executor.assisted'),
                    detail: t('composer.executor.assistedDetail'),
                  } as const,
                ]
              : []),
          ]}
        />
      )}
      <div className={styles.pickerFoot}>
        {planned !== null && mayClear && (
          <Button tone="quiet" onPress={() => onTake(null)}>
            {t('composer.noMoment')}
          </Button>
        )}
        <Button
          tone="primary"
          isDisabled={isPast}
          onPress={() => {
            // The clock may have passed it since the last look.
            if (meaning.moment.dueAt > clock()) onTake(meaning.moment);
          }}
        >
          {t('composer.takeMoment')}
        </Button>
      </div>
    </div>
  );
}

/** What happens to a time that the clocks skip or repeat. */
function Clocks({ meaning }: { readonly meaning: Meaning }) {
  const { t, times } = useText();
  const { wall, zone, dueAt } = meaning.moment;
  const asked = wall.slice(11, 16);
  switch (meaning.tag) {
    case 'plain':
      return null;
    case 'gap':
      return (
        <Banner tone="warn" role="status">
          {t('composer.gap', { asked, zone: zoneName(zone), shown: meaning.shownWall.slice(11, 16) })}
        </Banner>
      );
    case 'overlap':
      return (
        <Banner tone="warn" role="status">
          {t('composer.overlap', {
            asked,
            zone: zoneName(zone),
            span: times.span(meaning.secondAt - dueAt),
          })}
        </Banner>
      );
  }
}
