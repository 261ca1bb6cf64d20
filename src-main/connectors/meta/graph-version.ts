/** The one version of the Graph that Vigie speaks (2026-07-29; its predecessors live two years and more). */
export const graphVersion = 'v26.0';

/** The version that a server said it answered with; null: it did not say. */
export const versionOf = (headers: Readonly<Record<string, string>>): string | null =>
  headers['facebook-api-version'] ?? null;
