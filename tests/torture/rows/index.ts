import type { Row } from '../row.ts';

/** Every campaign there is, in the order in which they run. */
export const rows: readonly Row[] = [];
