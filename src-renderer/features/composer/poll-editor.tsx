import { Plus, X } from 'lucide-react';
import type { Ref } from 'react';
import type { Poll } from '../../../src-shared/domain/content.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import type { Draft, Scope } from './use-draft.ts';

type PollRule = NonNullable<Manifest['poll']>;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const durations = [5 * minute, 30 * minute, hour, 6 * hour, 12 * hour, day, 3 * day, 7 * day] as const;

/** Durations that every network of a post knows; where one has a list of its own, only those of the list. */
function durationsFor(rules: readonly PollRule[]): readonly number[] {
  const lists = rules.flatMap(({ choices }) => (choices === undefined ? [] : [choices]));
  return (lists[0] ?? durations).filter((seconds) =>
    rules.every(
      ({ minSeconds, maxSeconds, choices }) =>
        seconds >= minSeconds && seconds <= maxSeconds && (choices?.includes(seconds) ?? true),
    ),
  );
}

const rulesOf = (manifests: readonly Manifest[]): readonly PollRule[] =>
  manifests.map(({ poll }) => poll).filter((rule) => rule !== null);

export function newPollFor(manifests: readonly Manifest[]): Poll {
  const offered = durationsFor(rulesOf(manifests));
  return {
    options: ['', ''],
    seconds: offered.includes(day) ? day : (offered[0] ?? day),
    multiple: false,
  };
}

/** The choices of a poll, how long it runs, and whether several may be chosen. */
export function PollEditor({
  draft,
  scope,
  poll,
  targets,
  ref,
}: {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly poll: Poll;
  readonly targets: readonly Target[];
  readonly ref: Ref<HTMLDivElement>;
}) {
  const { t, times } = useText();
  const { toasts } = useRealm();
  const rules = rulesOf(targets.map(({ account }) => account.manifest));
  const most = Math.min(...rules.map((rule) => rule.maxOptions), 4);
  const longest = Math.min(...rules.map((rule) => rule.maxOptionLength), 100);
  const offered = durationsFor(rules);
  const set = (change: Partial<Poll>): void =>
    draft.edit(scope, (content) => ({ poll: { ...(content.poll ?? poll), ...change } }));
  return (
    <div ref={ref} className={styles.poll} role="group" aria-label={t('composer.poll')}>
      {poll.options.map((option, index) => (
        <div key={index} className={styles.pollOption}>
          <TextField
            label={t('composer.pollOption', { n: index + 1 })}
            isLabelHidden
            placeholder={t('composer.pollOption', { n: index + 1 })}
            maxLength={longest}
            value={option}
            onChange={(value) =>
              set({ options: poll.options.map((one, at) => (at === index ? value : one)) })
            }
          />
          {poll.options.length > 2 && (
            <IconButton
              icon={X}
              label={t('composer.removeOption', { n: index + 1 })}
              onPress={() => set({ options: poll.options.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      <div className={styles.pollFoot}>
        {poll.options.length < most && (
          <Button size="small" icon={Plus} onPress={() => set({ options: [...poll.options, ''] })}>
            {t('composer.addOption')}
          </Button>
        )}
        <Select
          label={t('composer.pollDuration')}
          isLabelHidden
          value={String(poll.seconds)}
          onChange={(seconds) => set({ seconds: Number(seconds) })}
          options={offered.map((seconds) => ({ id: String(seconds), label: times.span(seconds * 1_000) }))}
        />
        <Checkbox
          label={t('composer.pollMultiple')}
          isOn={poll.multiple}
          onChange={(multiple) => set({ multiple })}
        />
        <Button
          size="small"
          tone="quiet"
          onPress={() => {
            draft.edit(scope, () => ({ poll: null }));
            toasts.show({
              text: t('composer.pollRemoved'),
              action: { label: t('words.undo'), onPress: () => draft.edit(scope, () => ({ poll })) },
            });
          }}
        >
          {t('composer.removePoll')}
        </Button>
      </div>
    </div>
  );
}
