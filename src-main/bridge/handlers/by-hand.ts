import path from 'node:path';
import { app, shell } from 'electron';
import type { byHand as contract } from '../../../src-shared/bridge/by-hand.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { OutboxRunner } from '../../engine/outbox-runner.ts';
import { layOutMedia } from '../../media/lay-out.ts';
import type { MediaStore } from '../../media/media-store.ts';

export function byHandHandlers(deps: {
  readonly runner: OutboxRunner;
  readonly media: MediaStore;
}): Handlers<typeof contract> {
  const { runner, media } = deps;
  return {
    done: ({ deliveryId, url }) =>
      runner.doneByHand(
        deliveryId,
        url === null ? null : { remoteId: null, url, handle: '', createdAt: null },
      ),
    notDone: ({ deliveryId }) => runner.notByHand(deliveryId),
    revealMedia: async ({ media: wanted }) => {
      const parent = path.join(app.getPath('downloads'), 'Vigie');
      const laid = await layOutMedia(media, parent, wanted);
      if (laid.tag === 'err') return laid;
      const [first] = laid.value;
      if (first !== undefined) shell.showItemInFolder(first);
      return ok({ folder: path.dirname(first ?? parent) });
    },
  };
}
