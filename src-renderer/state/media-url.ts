/** Where main gives the page a remote picture: the page itself never talks to anybody. */
export const remotePicture = (url: string): string => `media://remote/?url=${encodeURIComponent(url)}`;

/** Where main gives the page a local medium. */
export const localMedium = (hash: string): string => `media://local/${hash}`;

/** Where the page gives main the bytes of a medium (`PUT`); the answer names their hash. */
export const localUpload = 'media://local/';
