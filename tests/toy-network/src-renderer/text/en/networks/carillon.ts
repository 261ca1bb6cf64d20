import type { carillonWords as source } from '../../fr/networks/carillon.ts';
import type { TranslationOf } from '../../message.ts';

export const carillonWords: {
  readonly networks: TranslationOf<typeof source.networks>;
  readonly composer: TranslationOf<typeof source.composer>;
} = {
  networks: {
    'carillon.auth.bell': 'Name of the bell',
    'carillon.auth.bell.hint': 'The one that is engraved on it.',
    'carillon.auth.key': 'Ringer’s key',
    'carillon.auth.key.hint': 'Sixty-four characters, given by the keeper. It never leaves the keychain.',
    'carillon.auth.key.wrong': 'A ringer’s key has sixty-four characters, 0 to 9 and a to f.',
    'carillon.auth.server': 'Tower',
    'carillon.help': 'Vigie rings the bell whose key you have. What was rung cannot be read again.',
  },
  composer: {
    'setting.loudness': 'Loudness',
    'setting.loudness.soft': 'Softly',
    'setting.loudness.loud': 'In full swing',
  },
};
