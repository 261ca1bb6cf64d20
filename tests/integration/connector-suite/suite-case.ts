import type { Need } from './offering.ts';
import type { Row } from './table.ts';
import type { Stand } from './stand.ts';

/** One row of the table. `play` answers what the network really did, in a few words, and throws where it went wrong. */
export type SuiteCase =
  | (Row & {
      readonly kind: 'capability';
      readonly needs: Need;
      readonly play: (stand: Stand) => Promise<string>;
    })
  | (Row & { readonly kind: 'fault'; readonly play: (stand: Stand) => Promise<string> });

export const capability = (
  name: string,
  needs: Need,
  play: (stand: Stand) => Promise<string>,
): SuiteCase => ({ name, kind: 'capability', needs, play });

export const fault = (name: string, play: (stand: Stand) => Promise<string>): SuiteCase => ({
  name,
  kind: 'fault',
  play,
});
