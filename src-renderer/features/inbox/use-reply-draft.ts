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
  /** Waits until these words are the draft's; its id, or null when none could be made. Rejects when they cannot be kept. */
  readonly settle: (words: string) => Promise<PostId | null>;
  /** How many answers were sent from here: a gesture made before the last of them was for that one. */
  readonly rounds: () => number;
  /** These words were sent: the draft is the sent post's, and the field begins anew with what was typed since. */
  readonly sent: (words: string) => void;
  /** They did not leave after all: they stand in the field again, as a draft of their own. */
  readonly back: (words: string) => void;
  /** Reads the draft again: a departure was undone. What was written since stays. */
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
    typed.current = '';
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

  /** A draft of its own, which nothing is written of before there are words. */
  const begin = useCallback((words: string) => {
    draft.current.id = null;
    draft.current.base = emptyContent;
    typed.current = words;
    setText(words);
    setSaving('none');
    // Also where there are none: what a refused save still holds would be written over what begins now.
    saver.current?.change(words);
  }, []);

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
    settle: useCallback(
      async (words: string) => {
        await saver.current?.flush();
        const { id, base } = draft.current;
        // Whatever was typed since, and whether or not the last save worked: an undo gives these words back.
        if (id !== null)
          await changePost(databases, id, { base: { ...base, text: words }, deletedAt: null }, now());
        return id;
      },
      [databases, now],
    ),
    sent: useCallback(
      (words: string) => {
        rounds.current += 1;
        begin(opening + typedSince(typed.current, words, opening));
      },
      [begin, opening],
    ),
    back: useCallback(
      (words: string) => {
        const since = typedSince(typed.current, opening, opening);
        begin(since === '' ? words : `${words} ${since}`);
      },
      [begin, opening],
    ),
    reload: useCallback(() => {
      if (typedSince(typed.current, opening, opening) === '') setRound((count) => count + 1);
    }, [opening]),
  };
}

/** What stands in the field beyond what was sent. Letters that were taken away are nothing new. */
export function typedSince(typed: string, sent: string, opening: string): string {
  if (typed.startsWith(sent)) return typed.slice(sent.length).trimStart();
  const beyond = (words: string) => (words.startsWith(opening) ? words.slice(opening.length) : words);
  const [now, then] = [beyond(typed), beyond(sent)];
  return then.startsWith(now) || opening.startsWith(typed) ? '' : now.trimStart();
}
