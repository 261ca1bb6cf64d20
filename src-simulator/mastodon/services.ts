import type { Endpoints } from './endpoint.ts';
import type { Entities } from './entities.ts';
import type { FanOut } from './fan-out.ts';
import type { Publishing } from './publishing.ts';
import type { Scheduling } from './scheduling.ts';
import type { World } from './world.ts';

/** What the methods work with. */
export interface Services {
  readonly world: World;
  readonly entities: Entities;
  readonly fanOut: FanOut;
  readonly publishing: Publishing;
  readonly scheduling: Scheduling;
  readonly endpoints: Endpoints;
}
