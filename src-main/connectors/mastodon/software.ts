/** What runs on a server, as far as its promises differ. */
export type Family = 'mastodon' | 'gotosocial' | 'pleroma' | 'other';

export interface Software {
  readonly family: Family;
  /** Shown to people: `Mastodon 4.5.0`. */
  readonly label: string;
  /** Major and minor; 0.0 when the version cannot be read. */
  readonly version: readonly [major: number, minor: number];
}

interface Evidence {
  /** `version` of the instance document. */
  readonly version: string;
  readonly sourceUrl: string | null;
  /** The instance document states Mastodon's own API version, which nobody else has. */
  readonly statesApiVersion: boolean;
  /** `software.name` of NodeInfo, null when the server has none. */
  readonly nodeInfoName: string | null;
}

const names: Readonly<Record<string, readonly [Family, string]>> = {
  mastodon: ['mastodon', 'Mastodon'],
  // Forks of Mastodon that keep its way of publishing.
  hometown: ['mastodon', 'Hometown'],
  'glitch-soc': ['mastodon', 'Mastodon'],
  gotosocial: ['gotosocial', 'GoToSocial'],
  pleroma: ['pleroma', 'Pleroma'],
  akkoma: ['pleroma', 'Akkoma'],
};

/**
 * Tells the software from what a server says of itself. Promises (keys, schedules) are only believed of software that
 * is known, so in doubt the family is `other`.
 */
export function softwareOf(evidence: Evidence): Software {
  const compatible = /\(compatible;\s*([A-Za-z-]+)(?:\.NET)?\s*([^)]*)\)/i.exec(evidence.version);
  const stated =
    evidence.nodeInfoName ??
    compatible?.[1] ??
    (/gotosocial/i.test(`${evidence.version} ${evidence.sourceUrl ?? ''}`) ? 'gotosocial' : null) ??
    (evidence.statesApiVersion ? 'mastodon' : null);
  const version = (compatible?.[2] ?? evidence.version).trim();
  const number = /(\d+)\.(\d+)(?:\.\d+)?/.exec(version);
  const [family, name] =
    stated === null ? (['other', 'Mastodon'] as const) : (names[stated.toLowerCase()] ?? ['other', stated]);
  return {
    family,
    label: `${name} ${number?.[0] ?? version}`.trim().slice(0, 60),
    version: [Number(number?.[1] ?? 0), Number(number?.[2] ?? 0)],
  };
}

export const isAtLeast = (software: Software, major: number, minor: number): boolean =>
  software.version[0] > major || (software.version[0] === major && software.version[1] >= minor);
