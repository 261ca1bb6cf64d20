import { useCallback, useEffect, useState } from 'react';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { rowId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { readMessage } from '../../store/queries/messages.ts';
import { isReaction } from './use-message-actions.ts';

export type Reading =
  | { readonly tag: 'reading' }
  | { readonly tag: 'read' }
  | { readonly tag: 'failed'; readonly failure: Failure };

/** Asks the network for the whole conversation when it is opened; what is local is shown meanwhile. */
export function useThreadReading(message: Message): {
  readonly reading: Reading;
  readonly again: () => void;
} {
  const { bridge, databases } = useRealm();
  const [reading, setReading] = useState<Reading>({ tag: 'reading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    setReading({ tag: 'reading' });
    void (async () => {
      const about = await subjectOf(databases, message);
      if (about === null) {
        if (!gone) setReading({ tag: 'read' });
        return;
      }
      const answer = await bridge.sync.thread({
        accountId: message.accountId,
        remoteId: about.remoteId,
        handleData: about.handleData,
        conversationId: message.conversationId,
        box: message.box === 'private' ? 'private' : 'public',
      });
      if (!gone) setReading(answer.tag === 'ok' ? { tag: 'read' } : { tag: 'failed', failure: answer.error });
    })();
    return () => {
      gone = true;
    };
    // Asked once for each opening: what comes changes the message itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, databases, message.id, round]);
  return { reading, again: useCallback(() => setRound((count) => count + 1), []) };
}

/** Whose conversation is read: the message's own, or for a reaction that of the post it is about. */
async function subjectOf(
  databases: Parameters<typeof readMessage>[0],
  message: Message,
): Promise<Pick<Message, 'remoteId' | 'handleData'> | null> {
  if (!isReaction(message)) return message;
  if (message.parent === null) return null;
  return readMessage(databases, rowId(message.workspaceId, message.accountId, message.parent.remoteId));
}
