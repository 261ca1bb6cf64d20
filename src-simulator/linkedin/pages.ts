import { html, type SimReply } from '../core/reply.ts';

/** The network's own pages, in the browser's language. */
const words = {
  fr: {
    signIn: 'S’identifier',
    email: 'E-mail',
    password: 'Mot de passe',
    signInButton: 'S’identifier',
    cancel: 'Annuler',
    wrong: 'Cette adresse ou ce mot de passe ne convient pas.',
    trainingAccounts: 'Comptes d’entraînement',
    asks: (app: string) => `${app} souhaite :`,
    signedInAs: (name: string) => `Session de ${name}`,
    allow: 'Autoriser',
    code: 'Code d’autorisation',
    copy: 'Copiez l’adresse de cette page, ou ce code, dans l’application.',
    problem: 'Un problème est survenu',
  },
  en: {
    signIn: 'Sign in',
    email: 'Email',
    password: 'Password',
    signInButton: 'Sign in',
    cancel: 'Cancel',
    wrong: 'Wrong email or password.',
    trainingAccounts: 'Training accounts',
    asks: (app: string) => `${app} would like to:`,
    signedInAs: (name: string) => `Session of ${name}`,
    allow: 'Allow',
    code: 'Authorization code',
    copy: 'Copy the address of this page, or this code, to the application.',
    problem: 'Something went wrong',
  },
} as const;

export type Words = (typeof words)['fr' | 'en'] & { readonly lang: 'fr' | 'en' };

export function wordsFor(acceptLanguage: string | undefined): Words {
  const lang = (acceptLanguage ?? 'fr').toLowerCase().startsWith('en') ? 'en' : 'fr';
  return { ...words[lang], lang };
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

function page(spoken: Words, title: string, body: string, status = 200): SimReply {
  return html(
    `<!doctype html>
<html lang="${spoken.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | LinkedIn</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #f4f2ee; color: #191919; margin: 0; }
main { max-width: 26rem; margin: 8vh auto; background: #fff; padding: 2rem; border-radius: 8px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0.75rem 0 0.25rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem; border: 1px solid #666; border-radius: 4px; }
button { font: inherit; padding: 0.5rem 1.25rem; margin: 1rem 0.5rem 0 0; border: 1px solid #0a66c2; border-radius: 24px; background: #0a66c2; color: #fff; cursor: pointer; }
button.plain { background: #fff; color: #0a66c2; }
code { background: #f4f2ee; padding: 0.1rem 0.3rem; border-radius: 4px; word-break: break-all; }
[role="alert"] { color: #a4161a; }
aside { margin-top: 1.5rem; font-size: 0.9rem; color: #444; }
</style>
</head>
<body><main>${body}</main></body>
</html>`,
    status,
    {
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    },
  );
}

const hidden = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');

/** The sign-in form of the authorisation. On a training server the passwords below it are no secret. */
export function signInPage(
  spoken: Words,
  options: {
    readonly returnTo: string;
    readonly cancelTo: string;
    readonly wrong: boolean;
    readonly accounts: readonly { readonly email: string; readonly password: string }[];
  },
): SimReply {
  const list = options.accounts
    .map(
      ({ email, password }) =>
        `<li><code>${escapeHtml(email)}</code> · <code>${escapeHtml(password)}</code></li>`,
    )
    .join('');
  return page(
    spoken,
    spoken.signIn,
    `<h1>${escapeHtml(spoken.signIn)}</h1>
${options.wrong ? `<p role="alert">${escapeHtml(spoken.wrong)}</p>` : ''}
<form method="post" action="/uas/login-submit">
${hidden({ return_to: options.returnTo })}
<label for="username">${escapeHtml(spoken.email)}</label>
<input id="username" name="session_key" type="email" autocomplete="username" required autofocus>
<label for="password">${escapeHtml(spoken.password)}</label>
<input id="password" name="session_password" type="password" autocomplete="current-password" required>
<button type="submit">${escapeHtml(spoken.signInButton)}</button>
</form>
<p><a href="${escapeHtml(options.cancelTo)}">${escapeHtml(spoken.cancel)}</a></p>
<aside><h2 style="font-size:1rem">${escapeHtml(spoken.trainingAccounts)}</h2><ul>${list}</ul></aside>`,
    options.wrong ? 401 : 200,
  );
}

/** The question whether an app may act for the member; nothing is ever granted without a click. */
export function consentPage(
  spoken: Words,
  options: {
    readonly app: string;
    readonly member: string;
    readonly scopes: readonly string[];
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
  },
): SimReply {
  const form = (decision: string, label: string, kind: string): string =>
    `<form method="post" action="${escapeHtml(options.action)}">${hidden({ ...options.fields, decision })}<button type="submit" class="${kind}">${escapeHtml(label)}</button></form>`;
  return page(
    spoken,
    options.app,
    `<h1>${escapeHtml(spoken.asks(options.app))}</h1>
<ul>${options.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<p>${escapeHtml(spoken.signedInAs(options.member))}</p>
${form('allow', spoken.allow, '')}${form('cancel', spoken.cancel, 'plain')}`,
  );
}

/** LinkedIn's own page at which an authorisation may end: it shows the code. */
export const codePage = (spoken: Words, code: string): SimReply =>
  page(
    spoken,
    spoken.code,
    `<h1>${escapeHtml(spoken.code)}</h1><p>${escapeHtml(spoken.copy)}</p><p><code id="authorization_code">${escapeHtml(code)}</code></p>`,
  );

export const problemPage = (spoken: Words, problem: string, status: number): SimReply =>
  page(
    spoken,
    spoken.problem,
    `<h1>${escapeHtml(spoken.problem)}</h1><p role="alert">${escapeHtml(problem)}</p>`,
    status,
  );
