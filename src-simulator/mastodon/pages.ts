import { html, type SimReply } from '../core/reply.ts';
import { escapeHtml } from './text.ts';

/** The words of the server's own pages. */
export interface PageWords {
  readonly signIn: string;
  readonly email: string;
  readonly password: string;
  readonly signInButton: string;
  readonly wrong: string;
  readonly trainingAccounts: string;
  readonly consent: string;
  readonly asks: (app: string) => string;
  readonly signedInAs: (name: string) => string;
  readonly allow: string;
  readonly deny: string;
  readonly code: string;
  readonly copyCode: string;
  readonly problem: string;
}

const words: Readonly<Record<'fr' | 'en', PageWords>> = {
  fr: {
    signIn: 'Se connecter',
    email: 'Adresse électronique',
    password: 'Mot de passe',
    signInButton: 'Se connecter',
    wrong: 'Adresse ou mot de passe incorrect.',
    trainingAccounts: 'Comptes d’entraînement',
    consent: 'Autorisation nécessaire',
    asks: (app) => `${app} demande l’accès à votre compte :`,
    signedInAs: (name) => `Connecté en tant que ${name}`,
    allow: 'Autoriser',
    deny: 'Refuser',
    code: 'Code d’autorisation',
    copyCode: 'Copiez ce code dans l’application.',
    problem: 'Une erreur est survenue',
  },
  en: {
    signIn: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    signInButton: 'Log in',
    wrong: 'Invalid e-mail address or password.',
    trainingAccounts: 'Training accounts',
    consent: 'Authorization required',
    asks: (app) => `${app} would like permission to access your account:`,
    signedInAs: (name) => `Signed in as ${name}`,
    allow: 'Authorize',
    deny: 'Deny',
    code: 'Authorization code',
    copyCode: 'Copy this code and paste it in the app.',
    problem: 'An error has occurred',
  },
};

/** Picks the language: the request's `lang`, else the browser's first, else French. */
export function wordsFor(
  lang: string | undefined,
  acceptLanguage: string | undefined,
): PageWords & { lang: 'fr' | 'en' } {
  const wanted = (lang ?? acceptLanguage ?? 'fr').toLowerCase();
  const code = wanted.startsWith('en') ? 'en' : 'fr';
  return { ...words[code], lang: code };
}

type Spoken = ReturnType<typeof wordsFor>;

function page(spoken: Spoken, title: string, body: string, status = 200): SimReply {
  return html(
    `<!doctype html>
<html lang="${spoken.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #f2f1ee; color: #1d1b18; margin: 0; }
main { max-width: 26rem; margin: 8vh auto; background: #fff; padding: 2rem; border-radius: 12px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0.75rem 0 0.25rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem; border: 1px solid #8a857c; border-radius: 6px; }
button { font: inherit; padding: 0.5rem 1rem; margin: 1rem 0.5rem 0 0; border: 1px solid #4b3fce; border-radius: 6px; background: #4b3fce; color: #fff; cursor: pointer; }
button.plain { background: #fff; color: #4b3fce; }
code { background: #f2f1ee; padding: 0.1rem 0.3rem; border-radius: 4px; word-break: break-all; }
[role="alert"] { color: #a4161a; }
aside { margin-top: 1.5rem; font-size: 0.9rem; color: #57534b; }
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

function hidden(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
}

/** The login form. `accounts` are shown below it: on a training server their passwords are no secret. */
export function signInPage(
  spoken: Spoken,
  options: {
    readonly returnTo: string;
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
<form method="post" action="/auth/sign_in">
${hidden({ return_to: options.returnTo })}
<label for="user_email">${escapeHtml(spoken.email)}</label>
<input id="user_email" name="user[email]" type="email" autocomplete="username" required autofocus>
<label for="user_password">${escapeHtml(spoken.password)}</label>
<input id="user_password" name="user[password]" type="password" autocomplete="current-password" required>
<button type="submit">${escapeHtml(spoken.signInButton)}</button>
</form>
<aside><h2 style="font-size:1rem">${escapeHtml(spoken.trainingAccounts)}</h2><ul>${list}</ul></aside>`,
    options.wrong ? 422 : 200,
  );
}

/** The question whether an app may act for the account; nothing is ever granted without a click. */
export function consentPage(
  spoken: Spoken,
  options: {
    readonly app: string;
    readonly account: string;
    readonly scopes: readonly string[];
    readonly fields: Readonly<Record<string, string>>;
  },
): SimReply {
  const fields = hidden(options.fields);
  return page(
    spoken,
    spoken.consent,
    `<h1>${escapeHtml(spoken.consent)}</h1>
<p>${escapeHtml(spoken.signedInAs(options.account))}</p>
<p>${escapeHtml(spoken.asks(options.app))}</p>
<ul>${options.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<form method="post" action="/oauth/authorize">${fields}${hidden({ decision: 'allow' })}<button type="submit">${escapeHtml(spoken.allow)}</button></form>
<form method="post" action="/oauth/authorize">${fields}${hidden({ decision: 'deny' })}<button type="submit" class="plain">${escapeHtml(spoken.deny)}</button></form>`,
  );
}

export function codePage(spoken: Spoken, code: string): SimReply {
  return page(
    spoken,
    spoken.code,
    `<h1>${escapeHtml(spoken.code)}</h1><p>${escapeHtml(spoken.copyCode)}</p><p><code id="authorization_code">${escapeHtml(code)}</code></p>`,
  );
}

export function problemPage(spoken: Spoken, problem: string, status: number): SimReply {
  return page(
    spoken,
    spoken.problem,
    `<h1>${escapeHtml(spoken.problem)}</h1><p role="alert">${escapeHtml(problem)}</p>`,
    status,
  );
}
