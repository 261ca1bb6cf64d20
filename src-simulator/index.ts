import { simulators } from './registered.ts';

export { simulators };

/** Networks on which programs neither read nor write in private. */
export const withoutMessages: ReadonlySet<string> = new Set(
  Object.entries(simulators).flatMap(([network, create]) =>
    create.withoutMessages === true ? [network] : [],
  ),
);
