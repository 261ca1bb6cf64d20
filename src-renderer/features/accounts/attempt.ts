import type * as v from 'valibot';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { accounts } from '../../../src-shared/bridge/accounts.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Frozen } from '../../../src-shared/frozen.ts';
import type { AccountId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { useRealm } from '../../state/realm.ts';

export type ConnectAsk = Frozen<EventOf<'ask'>['ask']>;
type EventOf<Name extends keyof typeof accounts.events> = v.InferOutput<(typeof accounts.events)[Name]>;

/** How a connection stands. `stages`: what was done before `stage`, in order. */
export type Attempt =
  | { readonly tag: 'idle' }
  | {
      readonly tag: 'running';
      readonly stage: string | null;
      readonly stages: readonly string[];
      /** What the connection needs to hear from the person; null: nothing. */
      readonly ask: ConnectAsk | null;
    }
  | { readonly tag: 'failed'; readonly failure: Failure };

export interface AttemptInput {
  readonly workspaceId: WorkspaceId;
  readonly network: NetworkId;
  readonly fields: Readonly<Record<string, string>>;
  readonly reconnect: AccountId | null;
  readonly way: string;
}

export type AskAnswer =
  | { readonly tag: 'pasted'; readonly text: string }
  | { readonly tag: 'chosen'; readonly ids: readonly string[] };

/** One connection at a time: its stages as main tells them, its end, and the way out of it. */
export function useAttempt(onConnected: (ids: readonly AccountId[], input: AttemptInput) => void): {
  readonly state: Attempt;
  readonly run: (input: AttemptInput) => void;
  /** What the person says to `ask`. */
  readonly answer: (answer: AskAnswer) => void;
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
                ask: null,
                stages:
                  known.stage === null || known.stage === stage
                    ? known.stages
                    : [...known.stages, known.stage],
              },
        );
      }),
    [bridge],
  );
  useEffect(
    () =>
      bridge.accounts.on('ask', ({ attempt, ask }) => {
        if (attempt === current.current)
          setState((known) => (known.tag === 'running' ? { ...known, ask } : known));
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
      setState({ tag: 'running', stage: null, stages: [], ask: null });
      void bridge.accounts.connect({ attempt, ...input }).then((answer) => {
        if (attempt !== current.current) return;
        current.current = null;
        if (answer.tag === 'ok') {
          setState({ tag: 'idle' });
          onConnected(answer.value.accountIds, input);
        } else setState({ tag: 'failed', failure: answer.error });
      });
    },
    answer: (said) => {
      const attempt = current.current;
      if (attempt === null) return;
      setState((known) => (known.tag === 'running' ? { ...known, ask: null } : known));
      void bridge.accounts.answerConnect({
        attempt,
        answer: said.tag === 'chosen' ? { tag: 'chosen', ids: [...said.ids] } : said,
      });
    },
    cancel: () => {
      drop();
      setState({ tag: 'idle' });
    },
    forget: () => setState({ tag: 'idle' }),
  };
}
