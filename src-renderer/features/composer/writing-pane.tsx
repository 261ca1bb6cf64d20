import {
  memo,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type ReactNode,
} from 'react';
import { ListPlus, MessageSquarePlus } from 'lucide-react';
import { takesFirstComment } from '../../../src-shared/composing/check.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import { firstPiece, partsOf } from '../../../src-shared/domain/pieces.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { MentionArea } from '../../previews/mention-area.tsx';
import { lookOf, markOf } from '../../previews/index.ts';
import { useMentions } from '../../state/use-mentions.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ToggleGroup } from '../../ui/actions/toggle-group.tsx';
import { classNames } from '../../ui/class-names.ts';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import styles from './composer.module.css';
import type { Target } from './composition.ts';
import { CountRow, countWords } from './count-row.tsx';
import type { Field, OpenImage } from './fields.ts';
import { FormChoice } from './form-choice.tsx';
import { FirstCommentField } from './first-comment-field.tsx';
import { ImageStrip } from './image-strip.tsx';
import { shortName } from './names.ts';
import { OptionRow } from './option-row.tsx';
import { OwnNotice } from './own-notice.tsx';
import { PollEditor } from './poll-editor.tsx';
import threadStyles from './thread.module.css';
import { PartHead, ThreadParts } from './thread-parts.tsx';
import type { Draft, Scope } from './use-draft.ts';
import type { Images } from './use-images.ts';
import { focusPiece, useThread } from './use-thread.ts';
import { WarningField } from './warning-field.tsx';

export type WritingFocus = Field | null;

/** The text that is being written, common or an account's own, with its options and images. */
export function WritingPane({
  draft,
  targets,
  shown,
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
  /** What of them is on the screen beside the text, a moment after it: a key waits for its letter alone. */
  readonly shown: readonly Target[];
  readonly images: Images;
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
  /** The image that is being described. */
  readonly openImage: OpenImage | null;
  readonly onOpenImage: (image: OpenImage | null) => void;
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
  const [wantsComment, setWantsComment] = useState(false);
  const pane = useRef<HTMLDivElement>(null);
  const thread = useThread(draft, scope, pane);
  const poll = useRef<HTMLDivElement>(null);
  const counters = useId();

  const mine = targets.find(({ account }) => account.id === scope);
  const content = mine?.content ?? draft.post.base;
  const hasWarning = wantsWarning || content.warning !== '';
  /** Accounts that leave with the text that is being edited. */
  const readers = mine ? [mine] : targets.filter(({ own }) => !own.includes('text'));
  const among = targets.map(({ account }) => account);
  const edited = mine ? [mine] : targets;
  const shownEdited = useMemo(
    () => (scope === 'base' ? shown : shown.filter(({ account }) => account.id === scope)),
    [shown, scope],
  );
  const parts = partsOf(content);
  const comment = content.firstComment ?? '';
  const hasComment = wantsComment || comment !== '';
  const isPublic = draft.post.target?.box !== 'private' && draft.post.target?.privately !== true;
  const mayHaveParts = isPublic && edited.some(({ account }) => offers(account.manifest, 'thread'));
  const mayAnswerItself =
    isPublic &&
    edited.some(
      ({ account, format }) => takesFirstComment(account.manifest) && format?.firstComment !== false,
    );
  const readersOf = (field: keyof Content): readonly Target[] =>
    mine ? [mine] : targets.filter(({ own }) => !own.includes(field));
  const [first] = readers.length > 0 ? readers : targets;
  const words = first ? lookOf(first.account.network).findWords(content.text) : [];
  const overflow = readers
    .map((target) => target.overflow)
    .filter((at) => at !== null)
    .toSorted((a, b) => a - b)[0];
  const over = readers.find((target) => target.count !== null && target.count.over > 0);

  useEffect(() => {
    if (focus === null) return;
    if (focus.tag === 'text') focusPiece(pane.current, focus.piece);
    if (focus.tag === 'options')
      (
        pane.current?.querySelector<HTMLElement>(`[data-form="${focus.account}"] button`) ??
        pane.current?.querySelector<HTMLElement>('[data-options] button')
      )?.focus();
    if (focus.tag === 'poll') poll.current?.querySelector('input')?.focus();
    onFocused();
  }, [focus, onFocused]);

  const { change, edit } = draft;
  const mentions = useMentions({
    accounts: useMemo(() => shownEdited.map(({ account }) => account), [shownEdited]),
    text: content.text,
    write: (value) => edit(scope, () => ({ text: value })),
  });
  const writer = useMemo(() => ({ change, edit }), [change, edit]);
  const { add } = images;
  const place = useMemo(() => ({ scope, part: 0 }), [scope]);
  const onFiles = useCallback((files: readonly File[]) => add(place, files), [add, place]);
  const onComment = useCallback(() => setWantsComment(true), []);
  const onWarning = useCallback(() => setWantsWarning(true), []);
  const onOpen = useCallback(
    (index: number | null) => onOpenImage(index === null ? null : { part: 0, index }),
    [onOpenImage],
  );
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setIsDropping(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      ref={pane}
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
      <ScopeChoice targets={shown} scope={scope} onScope={onScope} />
      {mine && <OwnNotice draft={draft} target={mine} />}
      {hasWarning && (
        <WarningField
          draft={draft}
          scope={scope}
          value={content.warning}
          onRemove={() => setWantsWarning(false)}
        />
      )}
      {parts.length > 0 && <PartHead place={0} count={parts.length + 1} thread={thread} />}
      <div data-piece={firstPiece}>
        <MentionArea
          mentions={mentions}
          label={
            mine ? t('composer.textFor', { account: shortName(mine.account, among) }) : t('composer.text')
          }
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
          onKeyDown={(event) => {
            if (!event.altKey || event.key !== 'ArrowDown' || parts.length === 0) return;
            event.preventDefault();
            thread.move(0, 1);
          }}
          autoFocus
          {...(content.language !== null && { lang: content.language })}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0) return;
            event.preventDefault();
            onFiles(files);
          }}
        />
      </div>
      <LiveRegion message={thread.said} />
      <LiveRegion message={over ? countWords(text, over, among) : ''} />
      <CountRow id={counters} targets={readers} among={among} />
      <ImageStrip
        images={images}
        media={content.media}
        place={place}
        targets={shownEdited}
        open={openImage?.part === 0 ? openImage.index : null}
        onOpen={onOpen}
      />
      {content.poll !== null && (
        <PollEditor ref={poll} draft={draft} scope={scope} poll={content.poll} targets={edited} />
      )}
      <FormChoice change={draft.change} targets={shownEdited} />
      <OptionRow
        draft={writer}
        scope={scope}
        language={content.language}
        hasPoll={content.poll !== null}
        settings={content.settings}
        targets={shownEdited}
        hasWarning={hasWarning}
        onWarning={onWarning}
        onFiles={onFiles}
      />
      <ThreadParts
        draft={draft}
        scope={scope}
        content={content}
        readers={readersOf('parts')}
        targets={edited}
        images={images}
        thread={thread}
        openImage={openImage}
        onOpenImage={onOpenImage}
      />
      {hasComment && (
        <FirstCommentField
          draft={draft}
          scope={scope}
          value={comment}
          readers={readersOf('firstComment')}
          targets={edited}
          onRemove={() => setWantsComment(false)}
        />
      )}
      <MoreFields
        onPart={mayHaveParts ? thread.add : null}
        onComment={mayAnswerItself && !hasComment ? onComment : null}
      />
      {children}
    </div>
  );
}

/** Whose text is being edited: the common one, or an account's own. */
const ScopeChoice = memo(function ScopeChoice({
  targets,
  scope,
  onScope,
}: {
  readonly targets: readonly Target[];
  readonly scope: Scope;
  readonly onScope: (scope: Scope) => void;
}) {
  const { t } = useText();
  if (targets.length < 2) return null;
  const among = targets.map(({ account }) => account);
  return (
    <ToggleGroup<Scope>
      label={t('composer.texts')}
      value={scope}
      onChange={onScope}
      options={[
        { id: 'base', label: t('composer.base') },
        ...targets.map(({ account, own }) => ({
          id: account.id,
          label: shortName(account, among),
          mark: (
            <NetworkMark
              mark={markOf(account)}
              {...(shortName(account, among) !== account.manifest.name && {
                label: account.manifest.name,
              })}
            />
          ),
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
  );
});

/** What a post may have besides; null: that is not offered, or is there already. */
const MoreFields = memo(function MoreFields({
  onPart,
  onComment,
}: {
  readonly onPart: (() => void) | null;
  readonly onComment: (() => void) | null;
}) {
  const { t } = useText();
  if (onPart === null && onComment === null) return null;
  return (
    <div className={threadStyles.add}>
      {onPart !== null && (
        <Button size="small" icon={ListPlus} onPress={onPart}>
          {t('composer.addPart')}
        </Button>
      )}
      {onComment !== null && (
        <Button size="small" icon={MessageSquarePlus} onPress={onComment}>
          {t('words.firstComment')}
        </Button>
      )}
    </div>
  );
});
