/** The version of the API that this connector was written for: a month. Each is kept alive for about a year. */
const written = { year: 2026, month: 9 };
const aliveMonths = 11;
/** New versions keep what is not named in their notes: better one that was not tried than one that is refused. */
const behindMonths = 2;

/** The version to ask for. */
export function versionAt(now: number): string {
  const today = new Date(now);
  const current = today.getUTCFullYear() * 12 + today.getUTCMonth();
  const own = written.year * 12 + written.month - 1;
  const asked = current - own > aliveMonths ? current - behindMonths : own;
  return `${Math.floor(asked / 12)}${String((asked % 12) + 1).padStart(2, '0')}`;
}
