import { ArrowDown, ArrowUp, GripVertical, ImagePlus, Trash2, TriangleAlert } from 'lucide-react';
import { useId, useMemo, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { countText, overflowsAt } from '../../../src-shared/composing/count.ts';
import { listOf, withPartChanged } from '../../../src-shared/composing/thread-edit.ts';
import type { Content, Part } from '../../../src-shared/domain/content.ts';
import { partPiece } from '../../../src-shared/domain/pieces.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { lookOf } from '../../previews/index.ts';
import { MentionArea } from '../../previews/mention-area.tsx';
import { useMentions } from '../../state/use-mentions.ts';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Target } from './composition.ts';
import { CountRow } from './count-row.tsx';
import type { OpenImage } from './fields.ts';
import { ImageStrip } from './image-strip.tsx';
import styles from './thread.module.css';
import { acceptedBy } from './option-row.tsx';
import type { Draft, Scope } from './use-draft.ts';
import type { Images } from './use-images.ts';
import type { ThreadEditing } from './use-thread.ts';

const dragged = 'application/x-vigie-part';

/** The place of a part among the others, and what moves it: arrows, dragging, Alt with an arrow in its text. */
export function PartHead({
  place,
  count,
  thread,
  children,
}: {
  /** 0: the post itself. */
  readonly place: number;
  readonly count: number;
  readonly thread: ThreadEditing;
  readonly children?: ReactNode;
}) {
  const { t } = useText();
  const n = place + 1;
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      className={classNames(styles.head, isOver && styles.over)}
      onDragOver={(event: DragEvent) => {
        if (!event.dataTransfer.types.includes(dragged)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event: DragEvent) => {
        setIsOver(false);
        const from = event.dataTransfer.getData(dragged);
        if (from === '') return;
        event.preventDefault();
        event.stopPropagation();
        thread.move(Number(from), place);
      }}
    >
      {/* The arrows do the same for whoever does not drag. */}
      <span
        className={styles.grip}
        draggable
        aria-hidden="true"
        onDragStart={({ dataTransfer }) => {
          dataTransfer.setData(dragged, String(place));
          dataTransfer.effectAllowed = 'move';
        }}
      >
        <Icon of={GripVertical} size={14} />
      </span>
      <span className={styles.place}>{t('words.partOf', { n, count })}</span>
      {children}
      <IconButton
        icon={ArrowUp}
        size="small"
        label={t('composer.partUp', { n })}
        isDisabled={place === 0}
        onPress={() => thread.move(place, place - 1)}
      />
      <IconButton
        icon={ArrowDown}
        size="small"
        label={t('composer.partDown', { n })}
        isDisabled={place === count - 1}
        onPress={() => thread.move(place, place + 1)}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label={t('composer.removePart', { n })}
        onPress={() => thread.remove(place)}
      />
    </div>
  );
}

/** The further parts of a thread, in their order. */
export function ThreadParts({
  draft,
  scope,
  content,
  readers,
  targets,
  images,
  thread,
  openImage,
  onOpenImage,
}: {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly content: Content;
  /** Accounts that leave with the parts that are being edited. */
  readonly readers: readonly Target[];
  readonly targets: readonly Target[];
  readonly images: Images;
  readonly thread: ThreadEditing;
  readonly openImage: OpenImage | null;
  readonly onOpenImage: (image: OpenImage | null) => void;
}) {
  const { t } = useText();
  const [, ...parts] = listOf(content);
  if (parts.length === 0) return null;
  return (
    <ol className={styles.parts} aria-label={t('composer.thread')}>
      {parts.map((part, index) => (
        // A part has no name but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.part} data-piece={partPiece(index + 2)}>
          <PartEditor
            draft={draft}
            scope={scope}
            content={content}
            part={part}
            place={index + 1}
            count={parts.length + 1}
            readers={readers}
            targets={targets}
            images={images}
            thread={thread}
            open={openImage?.part === index + 1 ? openImage.index : null}
            onOpen={(at) => onOpenImage(at === null ? null : { part: index + 1, index: at })}
          />
        </li>
      ))}
    </ol>
  );
}

function PartEditor({
  draft,
  scope,
  content,
  part,
  place,
  count,
  readers,
  targets,
  images,
  thread,
  open,
  onOpen,
}: {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly content: Content;
  readonly part: Part;
  readonly place: number;
  readonly count: number;
  readonly readers: readonly Target[];
  readonly targets: readonly Target[];
  readonly images: Images;
  readonly thread: ThreadEditing;
  readonly open: number | null;
  readonly onOpen: (index: number | null) => void;
}) {
  const { t } = useText();
  const counters = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [wantsWarning, setWantsWarning] = useState(false);
  const n = place + 1;
  const edit = (make: (part: Part) => Partial<Part>): void =>
    draft.edit(scope, (current) => withPartChanged(current, place, make));
  const counted = readers.map((target): Target => {
    const { counting } = target.account.manifest;
    return { ...target, count: countText(part.text, part.warning, counting) };
  });
  const overflow = readers
    .map(({ account }) => overflowsAt(part.text, part.warning, account.manifest.counting))
    .filter((at) => at !== null)
    .toSorted((a, b) => a - b)[0];
  const [first] = readers.length > 0 ? readers : targets;
  const words = first ? lookOf(first.account.network).findWords(part.text) : [];
  const mayWarn = targets.some(({ account }) => offers(account.manifest, 'content-warning'));
  const hasWarning = wantsWarning || part.warning !== '';
  const mentions = useMentions({
    accounts: useMemo(() => readers.map(({ account }) => account), [readers]),
    text: part.text,
    write: (text) => edit(() => ({ text })),
  });
  return (
    <div role="group" aria-label={t('words.partOf', { n, count })} className={styles.editor}>
      <PartHead place={place} count={count} thread={thread}>
        <input
          ref={picker}
          type="file"
          accept={acceptedBy(targets.map(({ account }) => account.manifest))}
          multiple
          hidden
          onChange={({ currentTarget }) => {
            images.add({ scope, part: place }, [...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
        <IconButton
          icon={ImagePlus}
          size="small"
          label={t('composer.addImagesToPart', { n })}
          onPress={() => picker.current?.click()}
        />
        {mayWarn && !hasWarning && (
          <IconButton
            icon={TriangleAlert}
            size="small"
            label={t('composer.addWarningToPart', { n })}
            onPress={() => setWantsWarning(true)}
          />
        )}
      </PartHead>
      {mayWarn && hasWarning && (
        <TextField
          label={t('composer.warningOfPart', { n })}
          value={part.warning}
          autoFocus={wantsWarning}
          onChange={(warning) => edit(() => ({ warning }))}
        />
      )}
      <MentionArea
        mentions={mentions}
        label={t('composer.partText', { n })}
        isLabelHidden
        look="page"
        rows={2}
        placeholder={t('composer.partPlaceholder')}
        value={part.text}
        onChange={(text) => edit(() => ({ text }))}
        ranges={[
          ...words.map(({ start, end }) => ({ start, end, kind: 'word' as const })),
          ...(overflow === undefined
            ? []
            : [{ start: overflow, end: part.text.length, kind: 'over' as const }]),
        ]}
        describedBy={counters}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          thread.move(place, place + (event.key === 'ArrowUp' ? -1 : 1));
        }}
        {...(content.language !== null && { lang: content.language })}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          images.add({ scope, part: place }, files);
        }}
      />
      <CountRow id={counters} targets={counted} among={targets.map(({ account }) => account)} />
      <ImageStrip
        images={images}
        media={part.media}
        place={{ scope, part: place }}
        targets={targets}
        open={open}
        onOpen={onOpen}
      />
    </div>
  );
}
