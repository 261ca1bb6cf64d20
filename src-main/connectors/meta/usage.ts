import * as v from 'valibot';
import { jsonOf } from './json.ts';

const minute = 60_000;
/** Given to a refusal that names no moment: rolling windows let the first calls pass again within the hour. */
const unnamedMs = 15 * minute;
const longestMs = 24 * 60 * minute;

const usageSchema = v.record(
  v.string(),
  v.array(v.object({ estimated_time_to_regain_access: v.fallback(v.number(), 0) })),
);

/**
 * When a network that said "too many calls" may be asked again, epoch ms. It names minutes in
 * `X-Business-Use-Case-Usage`, for each kind of use: the longest counts (facebook-pages §8).
 */
export function regainAt(headers: Readonly<Record<string, string>>, now: number): number {
  const parsed = v.safeParse(usageSchema, jsonOf(headers['x-business-use-case-usage'] ?? ''));
  const minutes = parsed.success
    ? Object.values(parsed.output)
        .flat()
        .map((use) => use.estimated_time_to_regain_access)
    : [];
  const named = Math.max(0, ...minutes) * minute;
  return now + Math.min(named > 0 ? named : unnamedMs, longestMs);
}
