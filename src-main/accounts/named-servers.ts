/**
 * The servers that the person named: those of connected accounts, those of the form being connected, and this
 * machine's training servers. Only these may have an address that is not public.
 */
export interface NamedServers {
  /** `host`: with its port when it is not the scheme's own, as in `URL.host`. */
  readonly includes: (host: string) => boolean;
  readonly allow: (host: string) => void;
  /** Names what a form names, for as long as `work` lasts. */
  readonly during: <T>(typed: readonly string[], work: () => Promise<T>) => Promise<T>;
}

export function createNamedServers(origins: () => readonly string[]): NamedServers {
  const lasting = new Set<string>();
  const passing = new Map<string, number>();
  const count = (host: string, by: number): void => {
    const left = (passing.get(host) ?? 0) + by;
    if (left > 0) passing.set(host, left);
    else passing.delete(host);
  };
  return {
    includes: (host) =>
      lasting.has(host) || passing.has(host) || origins().some((origin) => hostOf(origin) === host),
    allow: (host) => {
      lasting.add(host);
    },
    during: async (typed, work) => {
      const hosts = typed.flatMap((text) => hostOf(text) ?? []);
      for (const host of hosts) count(host, 1);
      try {
        return await work();
      } finally {
        for (const host of hosts) count(host, -1);
      }
    },
  };
}

/** The host of what a person typed as a server: `example.social`, `https://example.social/`, `http://127.0.0.1:3000`. */
function hostOf(typed: string): string | null {
  const text = typed.trim();
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return text !== '' && URL.canParse(url) ? new URL(url).host : null;
}
