/** The languages of the interface; French is the source. */
export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** What each language writes numbers and dates like. English is the one with a day before its month and 24 hours. */
export const intlLocales: Readonly<Record<Locale, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** The first language of the interface among those that the system prefers; French when it has none of them. */
export function chooseLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0];
    const locale = locales.find((one) => one === language);
    if (locale !== undefined) return locale;
  }
  return 'fr';
}
