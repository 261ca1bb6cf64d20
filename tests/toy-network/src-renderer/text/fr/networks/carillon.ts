/** Carillon's own words. */
export const carillonWords = {
  networks: {
    'carillon.auth.bell': 'Nom de la cloche',
    'carillon.auth.bell.hint': 'Celui qui est gravé sur elle.',
    'carillon.auth.key': 'Clé de sonneur',
    'carillon.auth.key.hint':
      'Soixante-quatre signes, remis par le gardien. Elle ne quitte pas le trousseau.',
    'carillon.auth.key.wrong': 'Une clé de sonneur compte soixante-quatre signes, de 0 à 9 et de a à f.',
    'carillon.auth.server': 'Tour',
    'carillon.help': 'Vigie sonne la cloche dont vous avez la clé. Ce qui a été sonné ne peut pas être relu.',
  },
  composer: {
    'setting.loudness': 'Force',
    'setting.loudness.soft': 'Doucement',
    'setting.loudness.loud': 'À toute volée',
  },
} as const;
