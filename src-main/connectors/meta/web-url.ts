/** An http(s) address in its canonical spelling; null for anything else (scripts, data, relative paths, garbage). */
export function webUrl(address: string | null | undefined): string | null {
  if (address === null || address === undefined || address.length > 8_000 || !URL.canParse(address))
    return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
