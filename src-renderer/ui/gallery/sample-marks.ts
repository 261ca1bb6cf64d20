import {
  siBluesky,
  siFacebook,
  siInstagram,
  siMastodon,
  siPinterest,
  siTiktok,
  siX,
  type SimpleIcon,
} from 'simple-icons';
import type { NetworkMarkData } from '../identity/network-mark.tsx';

export interface SampleMark {
  readonly mark: NetworkMarkData;
  readonly label: string;
}

const of = (icon: SimpleIcon): SampleMark => ({ mark: { path: icon.path }, label: icon.title });

/** Marks for the samples, named after what they draw. */
export const marks = {
  elephant: of(siMastodon),
  butterfly: of(siBluesky),
  camera: of(siInstagram),
  letter: of(siFacebook),
  cross: of(siX),
  note: of(siTiktok),
  pin: of(siPinterest),
  square: {
    mark: {
      path: 'M5 2h14a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Zm1 8v8h3v-8H6Zm1.500-4.500a1.600 1.600 0 1 0 0 3.200 1.600 1.600 0 0 0 0-3.200ZM11 10v8h3v-4.300c0-1.200.6-1.900 1.600-1.900s1.400.7 1.400 1.900V18h3v-5c0-2.300-1.200-3.300-3-3.300-1.400 0-2.400.6-3 1.600V10h-3Z',
    },
    label: 'in',
  },
} satisfies Readonly<Record<string, SampleMark>>;
