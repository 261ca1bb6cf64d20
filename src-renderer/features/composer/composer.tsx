import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { refuses } from '../../../src-shared/composing/check.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useAfterPaint } from '../../state/use-after-paint.ts';
import { useAccountsOf, useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { Sheet } from '../../ui/overlays/sheet.tsx';
import styles from './composer.module.css';
import { ComposerHeader } from './composer-header.tsx';
import { differInWordsAlone, targetsOf } from './composition.ts';
import { DepartureBar } from './departure-bar.tsx';
import { handedTitle } from './handed-words.ts';
import { EditNotice } from './edit-notice.tsx';
import { FindingList } from './finding-list.tsx';
import { FrozenNotice } from './frozen-notice.tsx';
import { atHandle } from './names.ts';
import { NeighbourNotices } from './neighbour-notices.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { useDeparture } from './use-departure.ts';
import type { Draft, Scope } from './use-draft.ts';
import type { Field, OpenImage } from './fields.ts';
import { useExecutors } from './use-executors.ts';
import { useImages } from './use-images.ts';
import { useIntent } from './use-intent.ts';
import { useOver } from './use-over.ts';
import { useLeaveKeys } from './use-leave-keys.ts';
import { useStable } from './use-stable.ts';
import { useSplit } from './use-thread.ts';
import { WritingPane, type WritingFocus } from './writing-pane.tsx';

/** One post: whose it is and where it goes, its texts and images, what is wrong with it, and its departure. */
export function Composer({ draft, workspace }: { readonly draft: Draft; readonly workspace: Workspace }) {
  const text = useText();
  const { t } = text;
  const { compose, composingFor } = useNavigation();
  const { post, flush } = draft;
  const time = useNow(10_000);
  const all = useAccountsOf(post.workspaceId);
  const accounts = useMemo(
    () => all.filter((one) => one.health.tag !== 'disconnected' || post.accountIds.includes(one.id)),
    [all, post.accountIds],
  );
  const row = useIntent(post.intentId);
  const executors = useExecutors(row);
  const executorOf = executors.of;
  const over = useOver(post.intentId);
  const isOver = row !== null && row.intent.targets.every(({ accountId }) => over.any.has(accountId));
  // What has left for an account, or was given up, is not written any more.
  const targets = useMemo(
    () => targetsOf(post, isOver ? accounts : accounts.filter(({ id }) => !over.any.has(id)), executorOf),
    [post, accounts, isOver, over, executorOf],
  );
  // The letter first; what is said of it, and its preview, a moment later. What somebody pressed shows at once.
  const latest = useMemo(() => ({ post, targets, draft }), [post, targets, draft]);
  const late = useAfterPaint(latest);
  const { targets: shown, draft: shownDraft } = differInWordsAlone(late, latest) ? late : latest;
  const [scope, setScope] = useState<Scope>(composingFor ?? 'base');
  const [hasTried, setHasTried] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [isPlanning, setIsPlanning] = useState(false);
  const [openImage, setOpenImage] = useState<OpenImage | null>(null);
  const [focus, setFocus] = useState<WritingFocus>(null);
  const images = useImages(draft);
  const split = useSplit(draft, targets);
  const onFocused = useCallback(() => setFocus(null), []);
  const findings = useRef<HTMLDivElement>(null);

  const openScope = scope !== 'base' && targets.some(({ account }) => account.id === scope) ? scope : 'base';
  const { planned } = post;
  const isPast = planned !== null && planned.dueAt <= time;
  const isBlocked = targets.length === 0 || isPast || targets.some((target) => refuses(target.findings));
  const departure = useDeparture({
    post,
    workspace,
    targets,
    executors,
    flush,
    latest: draft.latest,
  });

  const close = useStable(() => compose(null));
  /** False when something must be mended first: then the list of it is what is looked at. */
  const mayLeave = (): boolean => {
    setHasTried(true);
    if (!isBlocked) return true;
    findings.current?.focus();
    return false;
  };
  const leave = (): void => {
    if (row !== null) void departure.saveEdit(row, planned);
    else if (planned !== null) void departure.schedule(planned);
    else void departure.publishNow();
  };
  const onLeave = useStable(() => {
    if (mayLeave()) leave();
  });
  const onPublishNow = useStable(() => {
    if (mayLeave()) void departure.publishNow();
  });
  const onByHand = useStable((of: readonly AccountId[]) => executors.chooseFor(of, 'assisted'));
  const onLook = useStable((where: Field, target: Scope) => {
    if (where.tag === 'moment') {
      setIsPlanning(true);
      return;
    }
    setScope(target);
    if (where.tag === 'image') setOpenImage(where);
    else setFocus(where);
  });
  const onSplit = useStable(split);
  const neighbours = useMemo(
    () => <NeighbourNotices post={shownDraft.post} targets={shown} />,
    [shownDraft.post, shown],
  );
  useLeaveKeys(() => {
    if (!mayLeave()) return;
    if (targets.length > 1 && row === null) setIsAsking(true);
    else leave();
  });
  useEffect(() => {
    if (hasTried && isBlocked) findings.current?.focus();
    // Only at the moment of the try: afterwards the person is mending.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hasTried]);

  const title =
    post.target !== null
      ? t('composer.replyTo', { handle: post.target.authorHandle })
      : row === null
        ? t('composer.newPost')
        : handedTitle(text, {
            handed: row.handed,
            isPlanned: row.intent.when.tag === 'at',
            deliveries: over.deliveries,
          });
  return (
    <Sheet
      label={t('composer.sheet', { title, client: workspace.name })}
      client={workspace.colour}
      onClose={close}
      header={
        <ComposerHeader
          title={title}
          draft={shownDraft}
          workspace={workspace}
          accounts={accounts}
          targets={shown}
          isFixed={row !== null || post.target !== null}
          onClose={close}
        />
      }
    >
      <div className={styles.write}>
        <WritingPane
          draft={draft}
          targets={targets}
          shown={shown}
          images={images}
          scope={openScope}
          onScope={setScope}
          openImage={openImage}
          onOpenImage={setOpenImage}
          focus={focus}
          onFocused={onFocused}
        >
          <FrozenNotice post={shownDraft.post} targets={shown} />
          {row !== null && <EditNotice draft={draft} row={row} over={over} accounts={accounts} />}
          <FindingList
            ref={findings}
            targets={shown}
            hasTried={hasTried}
            isPast={isPast}
            images={images}
            more={neighbours}
            onSplit={onSplit}
            onByHand={post.target === null ? onByHand : null}
            onLook={onLook}
          />
        </WritingPane>
        <DepartureBar
          draft={shownDraft}
          workspace={workspace}
          targets={shown}
          row={row}
          isOver={isOver}
          now={time}
          onExecutor={executors.choose}
          isPlanning={isPlanning}
          onPlanning={setIsPlanning}
          onLeave={onLeave}
          onPublishNow={onPublishNow}
        />
      </div>
      <PreviewPane
        targets={shown}
        isPlanned={planned !== null}
        when={
          planned === null ? t('composer.nowShort') : text.formats.date(planned.dueAt, 'short', planned.zone)
        }
      />
      <AlertDialog
        isOpen={isAsking}
        tone="primary"
        title={
          planned === null
            ? t('composer.confirmMany', { count: targets.length })
            : t('composer.confirmManyScheduled', { count: targets.length })
        }
        confirmLabel={
          planned === null
            ? t('composer.publishOnMany', { count: targets.length })
            : t('composer.scheduleOnMany', { count: targets.length })
        }
        cancelLabel={t('words.cancel')}
        onConfirm={() => {
          setIsAsking(false);
          leave();
        }}
        onCancel={() => setIsAsking(false)}
      >
        <p>{t('composer.confirmList')}</p>
        <ul className={styles.places}>
          {targets.map(({ account }) => (
            <li key={account.id}>
              {t('composer.account', { network: account.manifest.name, handle: atHandle(account) })}
            </li>
          ))}
        </ul>
      </AlertDialog>
    </Sheet>
  );
}
