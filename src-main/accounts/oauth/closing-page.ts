import { createHash } from 'node:crypto';

/** What the browser shows once the network has sent the person back to this machine. */
export type ClosingPage = 'received' | 'refused' | 'not-ours' | 'already-used';

type Language = 'fr' | 'en';

const words: Readonly<
  Record<Language, Readonly<Record<ClosingPage, readonly [title: string, body: string]>>>
> = {
  fr: {
    received: ['C’est fait', 'Vous pouvez fermer cette page et revenir à Vigie.'],
    refused: ['Accès refusé', 'Rien n’a été connecté. Vous pouvez fermer cette page et revenir à Vigie.'],
    'not-ours': [
      'Réponse inattendue',
      'Cette réponse ne correspond pas à la demande en cours. Fermez cette page et recommencez depuis Vigie.',
    ],
    'already-used': [
      'Réponse déjà reçue',
      'Cette page a déjà servi. Vous pouvez la fermer et revenir à Vigie.',
    ],
  },
  en: {
    received: ['All set', 'You can close this page and go back to Vigie.'],
    refused: ['Access refused', 'Nothing was connected. You can close this page and go back to Vigie.'],
    'not-ours': [
      'Unexpected answer',
      'This answer does not belong to the request in progress. Close this page and start again from Vigie.',
    ],
    'already-used': ['Already received', 'This page was used before. You can close it and go back to Vigie.'],
  },
};

const style =
  'html{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}' +
  'body{display:grid;place-content:center;min-height:100vh;margin:0;padding:0 24px;box-sizing:border-box}' +
  'main{max-width:32em}h1{font-size:1.5em;margin:0 0 .5em}p{margin:0}';

const styleHash = createHash('sha256').update(style, 'utf8').digest('base64');

/** Static, without script, link, image or form: nothing of the request is ever written into it. */
export const closingPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
};

/** The page in French when the browser asks for French first, in English otherwise. */
export function closingPage(page: ClosingPage, acceptLanguage: string): string {
  const language: Language = /^\s*fr\b/i.test(acceptLanguage) ? 'fr' : 'en';
  const [title, body] = words[language][page];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Vigie</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${body}</p></main></body></html>`;
}
