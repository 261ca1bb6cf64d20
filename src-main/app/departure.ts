import type { Payload } from '../../src-shared/bridge/types.ts';
import type { leavingSchema, Settings } from '../../src-shared/bridge/app.ts';
import { onWindowClose } from './leaving.ts';

type Leaving = Payload<typeof leavingSchema>;
export type LeaveChoice = 'tray' | 'minimise' | 'quit' | 'stay';

/** How the program is left: what closing the window means, and what must be said before it ends. */
export interface Departure {
  /** The window's cross; true: it may close for good. */
  windowCloses(): boolean;
  /** Somebody asks the program to end; true: it may. */
  quits(): boolean;
  /**
   * The person's answer to what was asked.
   *
   * @param remember writes it down for the next time. Until that is done the answer is obeyed all the same, and the
   * program does not end.
   */
  choose(
    choice: LeaveChoice,
    remember?: (onClose: Exclude<LeaveChoice, 'stay'>) => Promise<void>,
  ): Promise<void>;
}

export function createDeparture(deps: {
  readonly onClose: () => Settings['onClose'];
  readonly tray: () => boolean;
  readonly needsMachine: () => Leaving['needsMachine'];
  /** Asks the person, in the interface; false when there is nobody to ask. */
  readonly ask: (leaving: Leaving) => boolean;
  readonly hide: () => void;
  readonly minimise: () => void;
  /** Ends the program; `quits` answers true from here on. */
  readonly end: () => void;
}): Departure {
  let decided = false;
  /** What was answered for good, and is being written down. */
  let answered: Settings['onClose'] | null = null;

  const end = (): void => {
    decided = true;
    deps.end();
  };
  /** Posts that need this machine are named before it stops watching over them. */
  const mayQuit = (): boolean => {
    if (decided) return true;
    // The person said so, and it ends as soon as that is written down.
    if (answered === 'quit') return false;
    const needsMachine = deps.needsMachine();
    if (needsMachine.length === 0) return true;
    return !deps.ask({ reason: 'quit', tray: deps.tray(), needsMachine });
  };

  return {
    quits: mayQuit,
    windowCloses: () => {
      if (decided) return true;
      const tray = deps.tray();
      const answer = onWindowClose(answered ?? deps.onClose(), tray);
      switch (answer.tag) {
        case 'hide':
          deps.hide();
          return false;
        case 'minimise':
          deps.minimise();
          return false;
        case 'quit':
          if (mayQuit()) end();
          return decided;
        case 'ask':
          if (deps.ask({ reason: 'close', tray, needsMachine: deps.needsMachine() })) return false;
          end();
          return true;
      }
    },
    choose: async (choice, remember) => {
      if (remember !== undefined && choice !== 'stay') {
        answered = choice;
        await remember(choice).finally(() => {
          // Another answer may have been given meanwhile.
          if (answered === choice) answered = null;
        });
      }
      switch (choice) {
        case 'stay':
          return;
        case 'tray':
          if (deps.tray()) deps.hide();
          else deps.minimise();
          return;
        case 'minimise':
          deps.minimise();
          return;
        case 'quit':
          end();
      }
    },
  };
}
