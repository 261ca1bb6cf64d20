export { I18nProvider as LocaleProvider } from 'react-aria-components/I18nProvider';
