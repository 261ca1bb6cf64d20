import type { Endpoints } from './endpoint.ts';
import type { Publishing } from './publishing.ts';
import type { World } from './world.ts';

/** What the methods work with. */
export interface Services {
  readonly world: World;
  readonly endpoints: Endpoints;
  readonly publishing: Publishing;
}
