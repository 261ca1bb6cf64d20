/** The newest version of the Graph, and the oldest that still answers (facebook-pages §1). */
export const newestVersion = 'v26.0';
const oldest = 20;
const newest = 26;

/**
 * The version that answers a call: the one asked for; the newest for calls that name none or one yet to come; the
 * oldest for one that has expired (facebook-pages §1, UNCONFIRMED: silently). Undefined: not a version at all.
 */
export function answeringVersion(asked: string | undefined): string | undefined {
  if (asked === undefined) return newestVersion;
  const major = /^v(\d{1,2})\.\d$/.exec(asked)?.[1];
  if (major === undefined) return undefined;
  return `v${Math.min(newest, Math.max(oldest, Number(major)))}.0`;
}
