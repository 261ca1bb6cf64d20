import { placesOf as familyPlaces, productionOrigin } from '../meta/places.ts';

/** Which login an access comes from: each has its own host (instagram §1). */
export type Login = 'instagram' | 'facebook';

export const origins: Readonly<Record<Login, string>> = {
  instagram: 'https://graph.instagram.com',
  facebook: productionOrigin,
};

/** Where local films are sent: with Facebook Login only. A server that was named plays this host, too. */
export const uploadHost = (origin: string): string =>
  origin === origins.facebook ? 'https://rupload.facebook.com' : origin;

export const landingOf = (origin: string): string => familyPlaces(origin).landing;
