import { Megaphone, Snowflake } from 'lucide-react';
import { useEffect, useId, useMemo, useRef } from 'react';
import { answering } from '../../../src-shared/domain/answering.ts';
import { answerTime } from '../../../src-shared/departure/windows.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { Target } from '../../../src-shared/domain/post.ts';
import type { ClientColour } from '../../../src-shared/domain/workspace.ts';
import { checkContent, countingFor, refuses } from '../../../src-shared/composing/check.ts';
import { countText, overflowsAt } from '../../../src-shared/composing/count.ts';
import { MentionArea } from '../../previews/mention-area.tsx';
import { useFrozenAccounts } from '../../state/brakes.ts';
import { useConfirmed } from '../../state/confirmation.ts';
import { useLongerWindows } from '../../state/longer-windows.ts';
import { useStatements } from '../../state/statements.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useNow } from '../../state/use-live.ts';
import { emptyContent, useNowWithGrace, useSendWithUndo } from '../../state/use-send.ts';
import { useMentions } from '../../state/use-mentions.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Counter } from '../../ui/feedback/counter.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import { handleOf } from '../../state/column-accounts.ts';
import { useInbox } from './inbox-state.ts';
import { ReplyPrice } from './reply-price.tsx';
import styles from './thread.module.css';
import { useHandAnswer } from './use-hand-answer.ts';
import { useReplyDraft } from './use-reply-draft.ts';
import { WindowNote } from './window-note.tsx';

/** So much of a statement is shown before it is chosen. */
const longestDetail = 90;

function excerptOf(text: string): string {
  const words = text.replaceAll(/\s+/g, ' ').trim();
  return words.length <= longestDetail ? words : `${words.slice(0, longestDetail).replace(/\s*\S*$/, '')}…`;
}

export interface ReplyBoxProps {
  readonly account: Account;
  readonly target: Target;
  /** Whom it answers; an own message is answered with no mention. */
  readonly answered: Message;
  readonly client: ClientColour;
  /** The network refused an answer to it already, for want of an invitation. */
  readonly wasRefused: boolean;
}

/** The answer: in the client's colour, under the account's name, counted as the network counts. */
export function ReplyBox({ account, target, answered, client, wasRefused }: ReplyBoxProps) {
  const text = useText();
  const { t } = text;
  const counterId = useId();
  const isPrivate = target.box === 'private' || target.privately === true;
  const { manifest } = account;
  const opening =
    manifest.replyOpening === 'mention' && !answered.mine && target.privately !== true
      ? `@${answered.author.handle} `
      : '';
  const draft = useReplyDraft(account, target, opening);
  const sendWithUndo = useSendWithUndo();
  const confirmed = useConfirmed();
  const when = useNowWithGrace();
  const isOffline = useLiveStatus((live) => live.status.connectivity.tag === 'offline');
  const isFrozen = useFrozenAccounts(account.workspaceId, [account.id], answering(target)).length > 0;
  const replyWanted = useInbox((state) => state.replyWanted);
  const statements = useStatements(account.workspaceId);
  const caret = useRef<number | null>(null);
  const isReady = draft.text !== null;
  const mentions = useMentions({
    accounts: useMemo(() => [account], [account]),
    text: draft.text ?? '',
    write: draft.write,
  });
  const { field } = mentions;
  const now = useNow();
  const longer = useLongerWindows();
  const byHand = useHandAnswer();
  const { toasts } = useRealm();

  // The keyboard asked for the field: it gets it, with the caret after what is there already.
  const answeredWish = useRef(0);
  useEffect(() => {
    if (!isReady || replyWanted === answeredWish.current) return;
    answeredWish.current = replyWanted;
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, [replyWanted, isReady, field]);

  // What was put in by the menu is gone over next: the caret stands after it.
  useEffect(() => {
    const at = caret.current;
    if (at === null) return;
    caret.current = null;
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  }, [draft.text, field]);

  const words = draft.text ?? '';
  const leaving = isPrivate ? 'message' : 'reply';
  const counting = countingFor(manifest, leaving);
  if (counting === null) return null;
  const count = countText(words, '', counting);
  const over = overflowsAt(words, '', counting);
  const isBlank = (one: string): boolean => one.trim() === '' || one.trim() === opening.trim();
  const isEmpty = isBlank(words);
  const check = (one: string) => checkContent({ ...emptyContent, text: one }, manifest, leaving);
  const findings = check(words);
  const isRefused = refuses(findings);
  const told = findings.filter(
    (one) => one.severity === 'error' && one.code !== 'text-empty' && one.code !== 'text-too-long',
  );
  const handle = `@${target.authorHandle}`;
  // Whoever is merely part of the conversation did not call for an answer, which the network would refuse: a person
  // gives it then, on the network's own page.
  const isUninvited =
    wasRefused ||
    (manifest.repliesByInvitation === true &&
      !isPrivate &&
      !answered.mine &&
      (answered.box === 'context' || answered.visibility === 'uninvited'));

  const kind = target.privately === true ? 'private-reply' : isPrivate ? 'private' : 'public';
  const time = answered.mine ? null : answerTime(manifest, kind, answered.createdAt, longer.has(account.id));
  const isClosed = time !== null && time.until <= now;

  /** Where the caret was; after the mention that opens an answer in any case. */
  const insert = (statement: string): void => {
    const start = Math.max(field.current?.selectionStart ?? words.length, isEmpty ? words.length : 0);
    const end = Math.max(field.current?.selectionEnd ?? words.length, start);
    const before = words.slice(0, start);
    const gap = before === '' || /\s$/.test(before) ? '' : ' ';
    caret.current = before.length + gap.length + statement.length;
    draft.write(`${before}${gap}${statement}${words.slice(end)}`);
  };
  const send = async (): Promise<void> => {
    // Not what a render has seen: a second press must not find again what the first has sent.
    const [round, said] = [draft.rounds(), draft.latest()];
    if (isBlank(said) || refuses(check(said)) || isClosed) return;
    const answer = {
      workspaceId: account.workspaceId,
      action: answering(target),
      targets: [{ accountId: account.id, content: { ...emptyContent, text: said } }],
      when,
      executor: 'machine',
    } as const;
    if (!(await confirmed(answer))) return;
    // The button is off as soon as the field is empty: the keyboard stays with the conversation.
    field.current?.focus();
    const notSaved = () => toasts.show({ text: t('inbox.notSaved'), tone: 'bad' });
    const settled = await draft.settle(said).catch(() => 'unsaved' as const);
    if (draft.rounds() !== round) return;
    // It stands in the field as it was.
    if (settled === 'unsaved') return void notSaved();
    const postId = settled;
    draft.sent(said);
    const undone = draft.reload;
    const leaves = isUninvited
      ? byHand({ account, target, text: said, url: answered.url, postId, undone })
      : sendWithUndo(
          { ...answer, postId },
          isFrozen
            ? t('brakes.keptFrozen')
            : t(isOffline ? 'inbox.replyOffline' : 'inbox.replyQueued', { handle }),
          undone,
        );
    try {
      if (await leaves) return;
      // Its draft has left from the composer meanwhile, with the words that it had there.
      draft.back(said);
      toasts.show({ text: t('inbox.replyBack'), tone: 'warn' });
    } catch {
      if (postId === null) draft.back(said);
      else draft.reload();
      notSaved();
    }
  };
  return (
    <div className={styles.reply} data-client={client}>
      <MentionArea
        mentions={mentions}
        placement="above"
        label={t('inbox.replyTo', { handle })}
        isLabelHidden
        look="reply"
        rows={3}
        placeholder={t('inbox.replyPlaceholder')}
        value={words}
        onChange={draft.write}
        isDisabled={!isReady}
        describedBy={counterId}
        ranges={over === null ? [] : [{ start: over, end: words.length, kind: 'over' }]}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
      />
      {count.over > 0 && (
        <p className={styles.tooLong} role="status">
          {t('words.charactersTooMany', { count: count.over, limit: count.max })}
        </p>
      )}
      {told.map((one) => (
        <Banner key={one.code} tone="bad">
          {errorText(text, one.code, one.detail).sentence}
        </Banner>
      ))}
      {time !== null && (
        <WindowNote
          manifest={manifest}
          time={time}
          now={now}
          kind={kind}
          onGranted={() => longer.say(account.id, true)}
        />
      )}
      {account.manifest.prices !== undefined && !isUninvited && (
        <ReplyPrice account={account} text={words} isPrivate={isPrivate} now={now} />
      )}
      {isUninvited && <Banner tone="warn">{t('inbox.uninvited', { network: manifest.name })}</Banner>}
      {isFrozen && (
        <Banner tone="warn" icon={Snowflake}>
          {t('brakes.reply')}
        </Banner>
      )}
      {draft.saving === 'failed' && (
        <Banner tone="bad" role="alert">
          {t('inbox.notSaved')}
        </Banner>
      )}
      <div className={styles.replyTools}>
        <span className={styles.saved} role="status">
          {draft.saving === 'saved' && !isEmpty ? t('inbox.draftKept') : ''}
        </span>
        {statements.length > 0 && (
          <IconMenuButton
            icon={Megaphone}
            label={t('statements.insert')}
            isDisabled={!isReady}
            placement="top end"
            entries={statements.map((one) => ({
              tag: 'action',
              id: one.id,
              label: one.name,
              detail: excerptOf(one.text),
              onAction: () => insert(one.text),
            }))}
          />
        )}
        <Counter
          id={counterId}
          used={count.length}
          limit={count.max}
          format={text.number}
          label={t('words.characters', { count: count.length, limit: count.max })}
        />
        <Button
          tone="client"
          isDisabled={isEmpty || isRefused || isClosed || !isReady}
          onPress={() => void send()}
        >
          {t(isUninvited ? 'inbox.byHand' : isPrivate ? 'inbox.replyPrivately' : 'inbox.replyFrom', {
            account: handleOf(account),
          })}
        </Button>
      </div>
    </div>
  );
}
