import type { WebFrameMain } from 'electron';

/** The interface's only origin. */
export const appScheme = 'app';
export const mediaScheme = 'media';
export const appOrigin = 'app://vigie';
export const appEntry = `${appOrigin}/index.html`;

/** True for the top frame of a page of ours, and for nothing inside it. */
export const isOurFrame = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && frame.origin === appOrigin;

/** True when navigating there stays inside the interface. */
export const isOurPage = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${appScheme}:` && host === 'vigie';
};
