import { html, type SimReply } from '../core/reply.ts';

/** The words of the family's own pages. */
export interface Spoken {
  readonly lang: 'fr' | 'en';
  readonly signIn: string;
  readonly email: string;
  readonly password: string;
  readonly wrong: string;
  readonly training: string;
  readonly consent: (app: string) => string;
  readonly signedInAs: (name: string) => string;
  readonly pages: string;
  readonly scopes: string;
  readonly allow: string;
  readonly deny: string;
  readonly problem: string;
  readonly noApp: string;
  readonly badRedirect: string;
  readonly notActive: string;
  readonly expired: string;
  readonly landed: string;
  readonly copy: string;
}

const french: Spoken = {
  lang: 'fr',
  signIn: 'Se connecter',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  wrong: 'Adresse ou mot de passe incorrect.',
  training: 'Comptes d’entraînement',
  consent: (app) => `Autoriser ${app} ?`,
  signedInAs: (name) => `Connecté en tant que ${name}`,
  pages: 'Pages confiées à l’application',
  scopes: 'Autorisations demandées',
  allow: 'Continuer',
  deny: 'Annuler',
  problem: 'Impossible d’ouvrir cette page',
  noApp: 'Identifiant d’application non valide',
  badRedirect:
    'URL bloquée : l’adresse de redirection ne figure pas dans les adresses OAuth valides de l’application.',
  notActive: 'Application inactive : seules les personnes qui y ont un rôle peuvent s’y connecter.',
  expired: 'Cette page a expiré. Recommencez.',
  landed: 'Connexion réussie',
  copy: 'Copiez l’adresse de cette page et collez-la dans l’application.',
};

const english: Spoken = {
  lang: 'en',
  signIn: 'Log in',
  email: 'Email',
  password: 'Password',
  wrong: 'Incorrect email or password.',
  training: 'Training accounts',
  consent: (app) => `Allow ${app}?`,
  signedInAs: (name) => `Logged in as ${name}`,
  pages: 'Pages that the app may act for',
  scopes: 'Permissions asked for',
  allow: 'Continue',
  deny: 'Cancel',
  problem: 'This page cannot be opened',
  noApp: 'Invalid App ID',
  badRedirect: 'URL blocked: the redirect URI is not among the app’s valid OAuth redirect URIs.',
  notActive: 'App not active: only people with a role on it can log in.',
  expired: 'This page has expired. Start again.',
  landed: 'Success',
  copy: 'Copy the address of this page and paste it into the application.',
};

export function spokenBy(acceptLanguage: string | undefined): Spoken {
  return (acceptLanguage ?? 'fr').toLowerCase().startsWith('en') ? english : french;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function page(spoken: Spoken, title: string, body: string, status = 200): SimReply {
  return html(
    `<!doctype html>
<html lang="${spoken.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #f0f2f5; color: #1c1e21; margin: 0; }
main { max-width: 28rem; margin: 8vh auto; background: #fff; padding: 2rem; border-radius: 10px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1rem 0 0.25rem; }
label { display: block; margin: 0.75rem 0 0.25rem; }
label.choice { margin: 0.25rem 0; }
input:not([type="checkbox"]) { width: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem; border: 1px solid #8a8d91; border-radius: 6px; }
button { font: inherit; padding: 0.5rem 1rem; margin: 1rem 0.5rem 0 0; border: 1px solid #0a59c4; border-radius: 6px; background: #0a59c4; color: #fff; cursor: pointer; }
button.plain { background: #fff; color: #0a59c4; }
code { background: #f0f2f5; padding: 0.1rem 0.3rem; border-radius: 4px; word-break: break-all; }
[role="alert"] { color: #a4161a; }
</style>
</head>
<body><main>${body}</main></body>
</html>`,
    status,
  );
}

const hidden = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');

export function signInPage(
  spoken: Spoken,
  options: {
    readonly next: string;
    readonly wrong: boolean;
    readonly people: readonly { readonly email: string; readonly password: string }[];
  },
): SimReply {
  const list = options.people
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
<form method="post" action="/login.php">${hidden({ next: options.next })}
<label for="email">${escapeHtml(spoken.email)}</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus>
<label for="pass">${escapeHtml(spoken.password)}</label>
<input id="pass" name="pass" type="password" autocomplete="current-password" required>
<button type="submit">${escapeHtml(spoken.signIn)}</button>
</form>
<h2>${escapeHtml(spoken.training)}</h2><ul>${list}</ul>`,
    options.wrong ? 401 : 200,
  );
}

/** The consent: what is asked, and which pages are left to the app. Nothing is granted without a click. */
export function consentPage(
  spoken: Spoken,
  options: {
    readonly app: string;
    readonly user: string;
    readonly scopes: readonly string[];
    readonly pages: readonly { readonly id: string; readonly name: string }[];
    readonly fields: Readonly<Record<string, string>>;
    readonly action?: string;
  },
): SimReply {
  const choices = options.pages
    .map(
      ({ id, name }) =>
        `<label class="choice"><input type="checkbox" name="page" value="${escapeHtml(id)}" checked> ${escapeHtml(name)}</label>`,
    )
    .join('');
  const action = escapeHtml(options.action ?? '/dialog/oauth');
  const title = spoken.consent(options.app);
  return page(
    spoken,
    title,
    `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(spoken.signedInAs(options.user))}</p>
<form method="post" action="${action}">${hidden({ ...options.fields, decision: 'allow' })}
${choices === '' ? '' : `<h2>${escapeHtml(spoken.pages)}</h2>${choices}`}
<h2>${escapeHtml(spoken.scopes)}</h2>
<ul>${options.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<button type="submit">${escapeHtml(spoken.allow)}</button></form>
<form method="post" action="${action}">${hidden({ ...options.fields, decision: 'deny' })}<button type="submit" class="plain">${escapeHtml(spoken.deny)}</button></form>`,
  );
}

export function landingPage(spoken: Spoken): SimReply {
  return page(
    spoken,
    spoken.landed,
    `<h1>${escapeHtml(spoken.landed)}</h1><p>${escapeHtml(spoken.copy)}</p>`,
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
