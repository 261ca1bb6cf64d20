/** `user` of this server becomes `user@domain`; `user@elsewhere` stays. */
export const fullHandle = (acct: string, domain: string): string =>
  acct.includes('@') || domain === '' ? acct : `${acct}@${domain}`;

/** The server part of a whole handle; empty when it has none. */
export const domainOf = (handle: string): string =>
  handle.slice(handle.lastIndexOf('@') + 1 || handle.length);
