import type { Method } from '../xrpc/method.ts';
import { actorMethods } from './actor.ts';
import { chatMethods } from './chat.ts';
import { feedMethods } from './feed.ts';
import { graphMethods } from './graph.ts';
import { identityMethods } from './identity.ts';
import { moderationMethods } from './moderation.ts';
import { notificationMethods } from './notification.ts';
import { blobMethods } from './repo-blobs.ts';
import { readMethods } from './repo-reads.ts';
import { writeMethods } from './repo-writes.ts';
import { searchMethods } from './search.ts';
import { serverMethods } from './server.ts';

/** Every XRPC method that the simulator knows. */
export const methods: readonly Method[] = [
  ...serverMethods,
  ...identityMethods,
  ...readMethods,
  ...writeMethods,
  ...blobMethods,
  ...actorMethods,
  ...feedMethods,
  ...searchMethods,
  ...notificationMethods,
  ...graphMethods,
  ...moderationMethods,
  ...chatMethods,
];
