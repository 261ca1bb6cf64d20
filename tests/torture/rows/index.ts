import type { Row } from '../row.ts';
import { replyLost } from './r4-reply-lost.ts';

/** Every campaign there is, in the order in which they run. */
export const rows: readonly Row[] = [replyLost];
