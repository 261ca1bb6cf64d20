import { useCallback } from 'react';
import type { Content } from '../../src-shared/domain/content.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Action, Intent } from '../../src-shared/domain/intent.ts';
import type { AccountId, IntentId, PostId, WorkspaceId } from '../../src-shared/ids.ts';
import { readIntent } from '../store/queries/intents.ts';
import { launch, release } from '../store/queries/launch.ts';
import { takeBack } from '../store/queries/take-back.ts';
import { useText } from '../text/text-context.tsx';
import { useRealm } from './realm.ts';
import { useLiveStatus } from './status.ts';

export interface SendInput {
  readonly workspaceId: WorkspaceId;
  readonly action: Action;
  readonly targets: readonly { readonly accountId: AccountId; readonly content: Content }[];
  readonly postId: PostId | null;
  readonly when: Intent['when'];
  readonly executor: Intent['executor'];
}

/** Undoes what has not left: a wish that main holds is cancelled, one that it does not hold yet is taken back. */
export function useUndoSend(): (id: IntentId) => Promise<boolean> {
  const { bridge, databases, now, caughtUp } = useRealm();
  return useCallback(
    async (id) => {
      const row = await readIntent(databases, id);
      if (row === null) return true;
      const accounts = row.intent.targets.map(({ accountId }) => accountId);
      const answer = await takeBack({ bridge, databases, now, caughtUp }, row, accounts);
      if (answer.tag === 'err' || answer.value === 'stopped') return false;
      // The words are a draft again: undoing a departure never costs what was written.
      if (row.postId !== null) await release(databases, row.postId, id, now());
      return true;
    },
    [bridge, databases, now, caughtUp],
  );
}

/**
 * Freezes a wish in the store; its draft is marked as sent. Handing it to main follows by itself, also offline. Answers
 * null when a wish of the same draft stands already: a post leaves once, however often its button is pressed.
 */
export function useSend(): (input: SendInput) => Promise<IntentId | null> {
  const { databases, now } = useRealm();
  return useCallback((input) => launch(databases, input, now()), [databases, now]);
}

/** "Now", with the grace during which it can be undone. */
export function useNowWithGrace(): Intent['when'] {
  const seconds = useLiveStatus((live) => live.settings?.undoSeconds ?? 10);
  return { tag: 'now', graceMs: seconds * 1_000 };
}

/**
 * Sends and shows the one note that can undo it. `text`: what is leaving, in words. Answers false, and says nothing, where
 * `useSend` answers null.
 */
export function useSendWithUndo(): (input: SendInput, text: string, undone?: () => void) => Promise<boolean> {
  const send = useSend();
  const undo = useUndoSend();
  const { toasts } = useRealm();
  const { t } = useText();
  return useCallback(
    async (input, text, undone) => {
      const id = await send(input);
      if (id === null) return false;
      const graceMs = input.when.tag === 'now' ? input.when.graceMs : 8_000;
      toasts.show({
        text,
        staysMs: Math.max(5_000, graceMs),
        action: {
          label: t('words.undo'),
          onPress: () => {
            void undo(id).then((done) => {
              if (done) undone?.();
              else toasts.show({ text: t('errors.already-sent'), tone: 'warn' });
            });
          },
        },
      });
      return true;
    },
    [send, undo, toasts, t],
  );
}

export { emptyContent };
