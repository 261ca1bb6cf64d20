import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { AccountId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { useRealm } from '../../state/realm.ts';

/** How a connection stands. `stages`: what was done before `stage`, in order. */
export type Attempt =
  | { readonly tag: 'idle' }
  | { readonly tag: 'running'; readonly stage: string | null; readonly stages: readonly string[] }
  | { readonly tag: 'failed'; readonly failure: Failure };

export interface AttemptInput {
  readonly workspaceId: WorkspaceId;
  readonly network: NetworkId;
  readonly fields: Readonly<Record<string, string>>;
  readonly reconnect: AccountId | null;
}

/** One connection at a time: its stages as main tells them, its end, and the way out of it. */
export function useAttempt(onConnected: (id: AccountId, input: AttemptInput) => void): {
  readonly state: Attempt;
  readonly run: (input: AttemptInput) => void;
  readonly cancel: () => void;
  readonly forget: () => void;
} {
  const { bridge } = useRealm();
  const [state, setState] = useState<Attempt>({ tag: 'idle' });
  const current = useRef<string | null>(null);

  const drop = useCallback(() => {
    const attempt = current.current;
    current.current = null;
    if (attempt !== null) void bridge.accounts.cancelConnect({ attempt });
  }, [bridge]);

  useEffect(
    () =>
      bridge.accounts.on('progress', ({ attempt, stage }) => {
        if (attempt !== current.current) return;
        setState((known) =>
          known.tag !== 'running'
            ? known
            : {
                tag: 'running',
                stage,
                stages:
                  known.stage === null || known.stage === stage
                    ? known.stages
                    : [...known.stages, known.stage],
              },
        );
      }),
    [bridge],
  );
  useEffect(() => drop, [drop]);

  return {
    state,
    run: (input) => {
      // A page that is opened again belongs to a new attempt: the old one is over, whatever it still answers.
      drop();
      const attempt = crypto.randomUUID();
      current.current = attempt;
      setState({ tag: 'running', stage: null, stages: [] });
      void bridge.accounts.connect({ attempt, ...input }).then((answer) => {
        if (attempt !== current.current) return;
        current.current = null;
        if (answer.tag === 'ok') {
          setState({ tag: 'idle' });
          const [first] = answer.value.accountIds;
          if (first !== undefined) onConnected(first, input);
        } else setState({ tag: 'failed', failure: answer.error });
      });
    },
    cancel: () => {
      drop();
      setState({ tag: 'idle' });
    },
    forget: () => setState({ tag: 'idle' }),
  };
}
