import type { Endpoints } from '../meta/endpoint.ts';
import type { Messaging } from '../meta/messaging.ts';
import type { Uploads } from '../meta/uploads.ts';
import type { Nodes } from './nodes.ts';
import type { Publishing } from './publishing.ts';
import type { World } from './world.ts';

export interface Services {
  readonly world: World;
  readonly endpoints: Endpoints;
  readonly messaging: Messaging;
  readonly uploads: Uploads;
  readonly publishing: Publishing;
  readonly nodes: Nodes;
}
