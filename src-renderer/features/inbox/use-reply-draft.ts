import { useCallback, useEffect, useRef, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Post, Target } from '../../../src-shared/domain/post.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { PostId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { closed, noteClosing } from '../../state/closing-drafts.ts';
import { createSavingReport } from '../../state/report-saving.ts';
import { emptyContent } from '../../state/use-send.ts';
import { changePost, createPost, findReplyDraft } from '../../store/queries/posts.ts';
import { createDraftSaver, type DraftSaver } from './draft-saver.ts';

const saveEveryMs = 150;

export interface ReplyDraft {
  /** Null until the store was asked. */
  readonly text: string | null;
  readonly write: (text: string) => void;
  readonly saving: 'none' | 'saving' | 'saved' | 'failed';
  /** What stands in the field, whatever a render has seen. */
  readonly latest: () => string;
  /** Waits for the last save; the draft's id, or null when nothing was ever written. */
  readonly settle: () => Promise<PostId | null>;
  /** How many answers were sent from here: a gesture made before the last of them was for that one. */
  readonly rounds: () => number;
  /** These words were sent: the draft is the sent post's, and the field begins anew with what was typed since. */
  readonly sent: (words: string) => void;
  /** Reads the draft again: a departure was undone. */
  readonly reload: () => void;
}

interface Draft {
  id: PostId | null;
  base: Content;
}

/** The answer being written: kept at every keystroke, found again when the conversation is opened again. */
export function useReplyDraft(account: Account, target: Target, opening: string): ReplyDraft {
  const { bridge, databases, kept, now } = useRealm();
  const [text, setText] = useState<string | null>(null);
  const [saving, setSaving] = useState<ReplyDraft['saving']>('none');
  const [round, setRound] = useState(0);
  const draft = useRef<Draft>({ id: null, base: emptyContent });
  const saver = useRef<DraftSaver | null>(null);
  const typed = useRef('');
  const rounds = useRef(0);
  const key = target.box === 'private' ? target.conversationId : target.messageId;

  useEffect(() => {
    let gone = false;
    const place = `reply ${account.id} ${key}`;
    const report = createSavingReport(bridge);
    // Its own for each conversation: a save that is still under way must not find the next one's.
    const mine: Draft = { id: null, base: emptyContent };
    draft.current = mine;
    setText(null);
    setSaving('none');
    const save = async (words: string): Promise<void> => {
      await store(words === opening ? '' : words);
      await kept();
    };
    const store = async (text: string): Promise<void> => {
      if (mine.id === null) {
        if (text === '') return;
        const { workspaceId, id } = account;
        const made = await createPost(databases, { workspaceId, accountIds: [id], target, text }, now());
        mine.id = made.id;
        return;
      }
      // An emptied answer is none; its row comes back with the next word.
      await changePost(
        databases,
        mine.id,
        { base: { ...mine.base, text }, deletedAt: text === '' ? now() : null },
        now(),
      );
    };
    const opened = createDraftSaver({
      save,
      told: (state) => {
        if (!gone) setSaving(state);
        if (state !== 'saving') report(state === 'failed' ? failure('internal') : null);
      },
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      everyMs: saveEveryMs,
    });
    saver.current = opened;
    // Opened again at once, it must find what was written a moment ago, and not begin a second draft beside it.
    const find = (): Promise<Post | null> => findReplyDraft(databases, target, account.id);
    void closed(place)
      .then(find)
      .then((found) => {
        if (gone) return;
        mine.id = found?.id ?? null;
        mine.base = found?.base ?? emptyContent;
        typed.current = found?.base.text ?? opening;
        setText(typed.current);
        if (found) setSaving('saved');
      });
    return () => {
      gone = true;
      noteClosing(place, opened.flush());
    };
    // What the answer is about may be fetched again meanwhile; the draft stays the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, databases, kept, now, account.id, key, opening, round]);

  return {
    text,
    saving,
    write: useCallback((words: string) => {
      typed.current = words;
      setText(words);
      saver.current?.change(words);
    }, []),
    latest: useCallback(() => typed.current, []),
    rounds: useCallback(() => rounds.current, []),
    settle: useCallback(async () => {
      await saver.current?.flush();
      return draft.current.id;
    }, []),
    sent: useCallback(
      (words: string) => {
        const since = (
          typed.current.startsWith(words) ? typed.current.slice(words.length) : typed.current
        ).trimStart();
        rounds.current += 1;
        draft.current.id = null;
        draft.current.base = emptyContent;
        const next = since === '' ? opening : opening + since;
        typed.current = next;
        setText(next);
        setSaving('none');
        if (since !== '') saver.current?.change(next);
      },
      [opening],
    ),
    reload: useCallback(() => setRound((count) => count + 1), []),
  };
}
