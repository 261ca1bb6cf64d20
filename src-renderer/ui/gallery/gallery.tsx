import '../base.css';
import { StrictMode, type JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { LocaleProvider } from '../locale.tsx';
import { preparePressStyle } from '../press-style.ts';
import { applyTheme } from '../theme.ts';
import { CalendarPage } from './calendar-page.tsx';
import { ComposerPage } from './composer-page.tsx';
import { DeckPage } from './deck-page.tsx';
import { KitPage } from './kit-page.tsx';
import { ListPage } from './list-page.tsx';
import { OutboxPage } from './outbox-page.tsx';

const pages: Readonly<Record<string, () => JSX.Element>> = {
  deck: DeckPage,
  kit: KitPage,
  list: ListPage,
  outbox: OutboxPage,
  calendar: CalendarPage,
  composer: ComposerPage,
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
