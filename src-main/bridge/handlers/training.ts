import type { training as contract } from '../../../src-shared/bridge/training.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Training } from '../../training/training.ts';

export function trainingHandlers(training: Training): Handlers<typeof contract> {
  return {
    start: async ({ workspaceIds }) => {
      const started = await training.start(workspaceIds);
      return started.tag === 'ok' ? ok({ accountIds: started.value }) : started;
    },
    stir: ({ workspaceId }) => training.stir(workspaceId),
    end: () => training.end(),
    running: () => Promise.resolve(ok({ running: training.running() })),
  };
}
