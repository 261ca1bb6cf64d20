import { html, type SimReply } from '../core/reply.ts';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page of the network's own site, which a person sees in a browser. */
function page(title: string, body: string, status = 200): SimReply {
  return html(
    `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; background: #0f1419; color: #0f1419; margin: 0; }
main { max-width: 26rem; margin: 8vh auto; background: #fff; padding: 2rem; border-radius: 16px; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 0.75rem 0 0.25rem; }
input { width: 100%; box-sizing: border-box; font: inherit; padding: 0.5rem; border: 1px solid #536471; border-radius: 6px; }
button { font: inherit; padding: 0.5rem 1rem; margin: 1rem 0.5rem 0 0; border: 1px solid #0f1419; border-radius: 999px; background: #0f1419; color: #fff; }
button.plain { background: #fff; color: #0f1419; }
[role="alert"] { color: #a4161a; }
aside { margin-top: 1.5rem; font-size: 0.9rem; color: #536471; }
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

/** The login form. `accounts` are shown below it: on a training server their passwords are no secret. */
export function signInPage(options: {
  readonly returnTo: string;
  readonly wrong: boolean;
  readonly accounts: readonly { readonly email: string; readonly password: string }[];
}): SimReply {
  const list = options.accounts
    .map(
      ({ email, password }) =>
        `<li><code>${escapeHtml(email)}</code> · <code>${escapeHtml(password)}</code></li>`,
    )
    .join('');
  return page(
    'Se connecter à X',
    `<h1>Se connecter à X</h1>
${options.wrong ? '<p role="alert">Mot de passe incorrect.</p>' : ''}
<form method="post" action="/i/flow/login">
${hidden({ return_to: options.returnTo })}
<label for="login">E-mail ou nom d’utilisateur</label>
<input id="login" name="login" autocomplete="username" required autofocus>
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Se connecter</button>
</form>
<aside><h2 style="font-size:1rem">Comptes d’entraînement</h2><ul>${list}</ul></aside>`,
    options.wrong ? 422 : 200,
  );
}

/** The question whether an app may act for the account; nothing is ever granted without a click. */
export function consentPage(options: {
  readonly app: string;
  readonly account: string;
  readonly scopes: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}): SimReply {
  const fields = hidden(options.fields);
  return page(
    'Autoriser l’application',
    `<h1>${escapeHtml(options.app)} souhaite accéder à votre compte X</h1>
<p>${escapeHtml(options.account)}</p>
<ul>${options.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
<form method="post" action="/i/oauth2/authorize">${fields}${hidden({ decision: 'allow' })}<button type="submit">Autoriser l’application</button></form>
<form method="post" action="/i/oauth2/authorize">${fields}${hidden({ decision: 'deny' })}<button type="submit" class="plain">Annuler</button></form>`,
  );
}

export const problemPage = (problem: string, status: number): SimReply =>
  page(
    'Une erreur est survenue',
    `<h1>Une erreur est survenue</h1><p role="alert">${escapeHtml(problem)}</p>`,
    status,
  );
