/** The version of the Graph that Vigie speaks (facebook-pages §1). */
export const version = 'v26.0';

/** Which login an access comes from: each has its own host (instagram §1). */
export type Login = 'instagram' | 'facebook';

export const origins: Readonly<Record<Login, string>> = {
  instagram: 'https://graph.instagram.com',
  facebook: 'https://graph.facebook.com',
};

export interface Places {
  readonly api: string;
  /** Where local films are sent. */
  readonly upload: string;
  /** Where Facebook's consent is given. */
  readonly consent: string;
  /** Where the consent of a desktop ends: the address of that page carries the code (facebook-pages §2). */
  readonly landing: string;
}

/** Every host of the network, from the origin of an account; in tests and training all are one loopback server. */
export function placesOf(origin: string): Places {
  if (origin !== origins.instagram && origin !== origins.facebook)
    return { api: origin, upload: origin, consent: origin, landing: `${origin}/connect/login_success.html` };
  return {
    api: origin,
    upload: 'https://rupload.facebook.com',
    consent: 'https://www.facebook.com',
    landing: 'https://www.facebook.com/connect/login_success.html',
  };
}
