import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { AccountId, PostId } from '../../../src-shared/ids.ts';
import { changePost, readPost, watchBound, type PostChange } from '../../store/queries/posts.ts';
import { useRealm } from '../../state/realm.ts';
import { closed, noteClosing } from '../../state/closing-drafts.ts';
import { createSavingReport } from '../../state/report-saving.ts';
import { isBlank } from './composition.ts';
import { createDraftWriter, type Saved } from './draft-writer.ts';
import { createVersionKeeper } from './version-keeper.ts';

export interface SavedState {
  now(): Saved;
  /** Answers the end of it. */
  watch(listener: () => void): () => void;
}

function createSavedState(): SavedState & { set(next: Saved): void } {
  let saved: Saved = { tag: 'saved', at: null };
  const listeners = new Set<() => void>();
  return {
    now: () => saved,
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next) => {
      saved = next;
      for (const listener of listeners) listener();
    },
  };
}

/** Which text is being edited: the common one, or an account's own. */
export type Scope = 'base' | AccountId;

export interface Draft {
  readonly post: Post;
  /** As it is now, whatever has been drawn of it. */
  readonly latest: () => Post;
  /** Whether it is on disk; watched by who says so alone, not with each letter by everything. */
  readonly saved: SavedState;
  /** Shown at once, on disk within 300 ms. A function gets the latest state, whatever a render has seen. */
  readonly change: (change: (post: Post) => PostChange) => void;
  readonly edit: (scope: Scope, change: (content: Content) => Partial<Content>) => void;
  /** What it says now is kept among its versions. */
  readonly keepVersion: () => Promise<void>;
  /** Whether everything is on disk. */
  readonly flush: () => Promise<boolean>;
}

/** A draft for as long as it is open. `gone`: there is no such draft. */
export function useDraft(id: PostId): Draft | 'loading' | 'gone' {
  const { bridge, databases, history, kept, now } = useRealm();
  const [post, setPost] = useState<Post | 'loading' | 'gone'>('loading');
  const [saved] = useState(createSavedState);
  const latest = useRef<Post | null>(null);
  const writer = useMemo(() => {
    const report = createSavingReport(bridge);
    return createDraftWriter<PostChange>({
      write: async (change) => {
        await changePost(databases, id, change, now());
        await kept();
      },
      now,
      onState: (next) => {
        saved.set(next);
        if (next.tag !== 'saving') report(next.tag === 'unsaved' ? next.failure : null);
      },
    });
  }, [bridge, databases, id, kept, now, saved]);
  const versions = useMemo(
    () =>
      createVersionKeeper({
        latest: async () => (await history.versionsOf(id))[0] ?? null,
        keep: (version) => history.keep(version, now()),
        now,
      }),
    [history, id, now],
  );

  useEffect(() => {
    let isOpen = true;
    // Opened again at once, it is read after what was written a moment ago.
    void closed(`post ${id}`)
      .then(() => readPost(databases, id))
      .then((found) => {
        if (!isOpen) return;
        latest.current = found;
        setPost(found ?? 'gone');
      });
    // What becomes of it elsewhere: it left, or was taken back, from the outbox or the calendar.
    const stop = watchBound(databases, id, (intentId) => {
      if (latest.current === null || latest.current.intentId === intentId) return;
      latest.current = { ...latest.current, intentId };
      setPost(latest.current);
    });
    const flush = (): void => void writer.flush();
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('pagehide', flush);
    return () => {
      isOpen = false;
      stop();
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('pagehide', flush);
      const left = latest.current;
      // A new post that nobody wrote anything in is no draft worth keeping.
      const isNothing = left !== null && isBlank(left) && left.intentId === null && left.target === null;
      if (isNothing) writer.put({ deletedAt: now() });
      else if (left !== null && !isBlank(left)) void versions.leaving(left).catch(() => undefined);
      noteClosing(`post ${id}`, writer.flush());
    };
  }, [databases, id, writer, versions, now]);

  const change = useCallback<Draft['change']>(
    (make) => {
      if (latest.current === null) return;
      const changed = make(latest.current);
      versions.changing(latest.current, { ...latest.current, ...changed });
      latest.current = { ...latest.current, ...changed };
      setPost(latest.current);
      writer.put(changed);
    },
    [writer, versions],
  );
  const edit = useCallback<Draft['edit']>(
    (scope, make) =>
      change((current) =>
        scope === 'base'
          ? { base: { ...current.base, ...make(current.base) } }
          : {
              variants: {
                ...current.variants,
                [scope]: {
                  ...current.variants[scope],
                  ...make(contentFor(current, scope)),
                },
              },
            },
      ),
    [change],
  );
  const keepVersion = useCallback(
    () => (latest.current === null ? Promise.resolve() : versions.leaving(latest.current)),
    [versions],
  );
  const read = useCallback((): Post => {
    if (latest.current === null) throw new Error('no draft is open');
    return latest.current;
  }, []);
  return useMemo(
    () =>
      typeof post === 'string'
        ? post
        : {
            post,
            latest: read,
            saved,
            change,
            edit,
            keepVersion,
            flush: writer.flush,
          },
    [post, read, saved, change, edit, keepVersion, writer],
  );
}
