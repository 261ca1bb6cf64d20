import { useMemo } from 'react';
import { intlLocales } from '../text/locales.ts';
import { useText } from '../text/text-context.tsx';

/** Languages that a text can be said to be in, the usual ones of those who publish from here. */
export const languages = ['fr', 'en', 'es', 'de', 'it', 'pt', 'nl', 'ca', 'eu', 'br'] as const;
export type Language = (typeof languages)[number] | 'none';

export const languageOf = (language: string | null): Language =>
  languages.find((one) => one === language) ?? 'none';

/** How a language is called in the language of the interface. */
export function useLanguageName(): (language: string) => string {
  const { locale } = useText();
  const names = useMemo(() => new Intl.DisplayNames(intlLocales[locale], { type: 'language' }), [locale]);
  return (language) => names.of(language) ?? language;
}

/** For a list to choose from, "not said" first. */
export function useLanguageOptions(): readonly { readonly id: Language; readonly label: string }[] {
  const { t } = useText();
  const nameOf = useLanguageName();
  return [
    { id: 'none', label: t('composer.noLanguage') },
    ...languages.map((id) => ({ id, label: nameOf(id) })),
  ];
}
