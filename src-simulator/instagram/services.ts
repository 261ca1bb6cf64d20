import type { Endpoints } from '../meta/endpoint.ts';
import type { Messaging } from '../meta/messaging.ts';
import type { Uploads } from '../meta/uploads.ts';
import type { MediaRow } from './rows.ts';
import type { World } from './world.ts';

/** What the methods work with. */
export interface Services {
  readonly world: World;
  readonly endpoints: Endpoints;
  readonly uploads: Uploads;
  readonly messaging: Messaging;
  /** Told of each new post, so that the audience reacts to those of clients. */
  readonly onPublished: (media: MediaRow) => void;
}
