import { useEffect, useId, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { lookOf } from '../../previews/index.ts';
import { useText } from '../../text/text-context.tsx';
import { ToggleGroup } from '../../ui/actions/toggle-group.tsx';
import { classNames } from '../../ui/class-names.ts';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { TextArea } from '../../ui/fields/text-area.tsx';
import styles from './composer.module.css';
import type { Target } from './composition.ts';
import { CountRow, countWords } from './count-row.tsx';
import type { Field } from './fields.ts';
import { ImageStrip } from './image-strip.tsx';
import { shortName } from './names.ts';
import { OptionRow } from './option-row.tsx';
import { OwnNotice } from './own-notice.tsx';
import { PollEditor } from './poll-editor.tsx';
import type { Draft, Scope } from './use-draft.ts';
import type { Images } from './use-images.ts';
import { WarningField } from './warning-field.tsx';

export type WritingFocus = Field | null;

/** The text that is being written, common or an account's own, with its options and images. */
export function WritingPane({
  draft,
  targets,
  images,
  scope,
  onScope,
  openImage,
  onOpenImage,
  focus,
  onFocused,
  children,
}: {
  readonly draft: Draft;
  readonly targets: readonly Target[];
  readonly images: Images;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  /** The image that is being described, by its place. */
  readonly openImage: number | null;
  readonly onOpenImage: (index: number | null) => void;
  /** Where the focus is wanted. */
  readonly focus: WritingFocus;
  readonly onFocused: () => void;
  /** What there is to say about it. */
  readonly children: ReactNode;
}) {
  const text = useText();
  const { t } = text;
  const [isDropping, setIsDropping] = useState(false);
  const [wantsWarning, setWantsWarning] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const poll = useRef<HTMLDivElement>(null);
  const counters = useId();

  const mine = targets.find(({ account }) => account.id === scope);
  const content = mine?.content ?? draft.post.base;
  const hasWarning = wantsWarning || content.warning !== '';
  /** Accounts that leave with the text that is being edited. */
  const readers = mine ? [mine] : targets.filter(({ own }) => !own.includes('text'));
  const among = targets.map(({ account }) => account);
  const [first] = readers.length > 0 ? readers : targets;
  const words = first ? lookOf(first.account.network).findWords(content.text) : [];
  const overflow = readers
    .map((target) => target.overflow)
    .filter((at) => at !== null)
    .toSorted((a, b) => a - b)[0];
  const over = readers.find((target) => target.count !== null && target.count.over > 0);

  useEffect(() => {
    if (focus === null) return;
    if (focus.tag === 'text') area.current?.focus();
    if (focus.tag === 'poll') poll.current?.querySelector('input')?.focus();
    onFocused();
  }, [focus, onFocused]);

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsDropping(false);
    images.add(scope, [...event.dataTransfer.files]);
  };
  return (
    <div
      className={classNames(styles.writing, isDropping && styles.dropping)}
      role="group"
      aria-label={t('composer.texts')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsDropping(true);
      }}
      onDragLeave={() => setIsDropping(false)}
      onDrop={onDrop}
    >
      {targets.length > 1 && (
        <ToggleGroup<Scope>
          label={t('composer.texts')}
          value={scope}
          onChange={onScope}
          options={[
            { id: 'base', label: t('composer.base') },
            ...targets.map(({ account, own }) => ({
              id: account.id,
              label: shortName(account, among),
              ...(own.length > 0 && {
                badge: (
                  <span className={styles.differs} title={t('composer.ownText')}>
                    ≠
                  </span>
                ),
              }),
            })),
          ]}
        />
      )}
      {mine && <OwnNotice draft={draft} target={mine} />}
      {hasWarning && (
        <WarningField
          draft={draft}
          scope={scope}
          value={content.warning}
          onRemove={() => setWantsWarning(false)}
        />
      )}
      <TextArea
        label={mine ? t('composer.textFor', { account: shortName(mine.account, among) }) : t('composer.text')}
        isLabelHidden
        look="page"
        rows={5}
        placeholder={t('composer.placeholder')}
        value={content.text}
        onChange={(value) => draft.edit(scope, () => ({ text: value }))}
        ranges={[
          ...words.map(({ start, end }) => ({ start, end, kind: 'word' as const })),
          ...(overflow === undefined
            ? []
            : [{ start: overflow, end: content.text.length, kind: 'over' as const }]),
        ]}
        describedBy={counters}
        autoFocus
        textRef={area}
        {...(content.language !== null && { lang: content.language })}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          images.add(scope, files);
        }}
      />
      <LiveRegion message={over ? countWords(text, over, among) : ''} />
      <CountRow id={counters} targets={readers} among={among} />
      <ImageStrip
        images={images}
        media={content.media}
        scope={scope}
        targets={mine ? [mine] : targets}
        open={openImage}
        onOpen={onOpenImage}
      />
      {content.poll !== null && (
        <PollEditor
          ref={poll}
          draft={draft}
          scope={scope}
          poll={content.poll}
          targets={mine ? [mine] : targets}
        />
      )}
      <OptionRow
        draft={draft}
        scope={scope}
        content={content}
        targets={mine ? [mine] : targets}
        hasWarning={hasWarning}
        onWarning={() => setWantsWarning(true)}
        onFiles={(files) => images.add(scope, files)}
      />
      {children}
    </div>
  );
}
