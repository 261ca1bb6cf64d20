import type { Endpoint } from './endpoint.ts';
import type { Objects } from './objects.ts';
import type { Publishing } from './publishing.ts';
import type { Purse } from './purse.ts';
import type { World } from './world.ts';

/** What the methods work with. */
export interface Services {
  readonly world: World;
  readonly objects: Objects;
  readonly publishing: Publishing;
  readonly purse: Purse;
  readonly endpoint: Endpoint;
}
