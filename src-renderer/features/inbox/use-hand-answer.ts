import { useCallback } from 'react';
import { answering } from '../../../src-shared/domain/answering.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Target } from '../../../src-shared/domain/post.ts';
import type { PostId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useSendWithUndo } from '../../state/use-send.ts';
import { useText } from '../../text/text-context.tsx';

export interface HandAnswerInput {
  readonly account: Account;
  readonly target: Target;
  readonly text: string;
  /** The page of what is answered; null where the network told none. */
  readonly url: string | null;
  readonly postId: PostId | null;
  /** The person took it back. */
  readonly undone?: () => void;
}

/** Answers as `useSendWithUndo` does. Readies an answer that the person gives on the network's own page: its words are copied, that page is opened. */
export function useHandAnswer(): (input: HandAnswerInput) => Promise<boolean> {
  const { bridge } = useRealm();
  const sendWithUndo = useSendWithUndo();
  const { t } = useText();
  return useCallback(
    async ({ account, target, text, url, postId, undone }) => {
      await bridge.app.copyText({ text });
      if (url !== null) await bridge.app.openLink({ url });
      return sendWithUndo(
        {
          workspaceId: account.workspaceId,
          action: answering(target),
          targets: [{ accountId: account.id, content: { ...emptyContent, text } }],
          postId,
          when: { tag: 'now', graceMs: 0 },
          executor: 'assisted',
        },
        t('inbox.handReady'),
        undone,
      );
    },
    [bridge, sendWithUndo, t],
  );
}
