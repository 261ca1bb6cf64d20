import '../base.css';
import { StrictMode, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { LocaleProvider } from '../locale.tsx';
import { preparePressStyle } from '../press-style.ts';
import { applyTheme } from '../theme.ts';
import { DeckPage } from './deck-page.tsx';

const pages: Readonly<Record<string, () => JSX.Element>> = {
  deck: DeckPage,
};

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
applyTheme(
  document,
  theme === 'light' || theme === 'dark' ? theme : 'system',
  query.get('contrast') === 'more' ? 'more' : 'system',
);
preparePressStyle(document);

const Page = pages[query.get('page') ?? ''] ?? DeckPage;
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LocaleProvider locale="fr-FR">
        <Page />
      </LocaleProvider>
    </StrictMode>,
  );
}
