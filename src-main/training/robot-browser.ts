import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/**
 * Signs a fictitious person in on a training server, form by form, as a browser would: the authorisation that the
 * training workspace goes through is the real one. Speaks to loopback addresses only.
 */
export async function signIn(
  authorizeUrl: string,
  redirectUri: string,
  person: { readonly login: string; readonly password: string },
): Promise<Result<URLSearchParams, Failure>> {
  let url = new URL(authorizeUrl);
  let request: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {};
  const cookies = new Map<string, string>();
  for (let step = 0; step < 12; step += 1) {
    if (url.hostname !== '127.0.0.1' && url.hostname !== 'localhost')
      return err(failure('authorisation-refused'));
    if (url.href.startsWith(redirectUri)) return ok(url.searchParams);
    const answer = await fetch(url, {
      ...request,
      redirect: 'manual',
      headers: { ...request.headers, cookie: [...cookies.entries()].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url);
      request = {};
      continue;
    }
    const form = firstForm(parse(await answer.text()));
    if (form === null) return err(failure('authorisation-refused'));
    const fields = new URLSearchParams(inputsOf(form, person));
    const target = new URL(attribute(form, 'action') ?? url.href, url);
    url = target;
    request = {
      method: 'POST',
      body: fields.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  }
  return err(failure('authorisation-refused'));
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

function* elements(node: Node): Generator<Element> {
  if (defaultTreeAdapter.isElementNode(node)) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

function firstForm(page: Node): Element | null {
  for (const element of elements(page)) if (element.tagName === 'form') return element;
  return null;
}

/** What a person would type, and what the form already holds; of several buttons the first, which agrees. */
function inputsOf(
  form: Element,
  person: { readonly login: string; readonly password: string },
): [string, string][] {
  const fields: [string, string][] = [];
  let agreed = false;
  for (const element of elements(form)) {
    const [name, type] = [attribute(element, 'name'), attribute(element, 'type') ?? 'text'];
    if (name === undefined) continue;
    const button = element.tagName === 'button' || type === 'submit';
    if (button) {
      if (!agreed) fields.push([name, attribute(element, 'value') ?? '']);
      agreed = true;
    } else if (element.tagName === 'input') {
      if (type === 'password') fields.push([name, person.password]);
      else if (type === 'hidden') fields.push([name, attribute(element, 'value') ?? '']);
      else if (type === 'email' || type === 'text') fields.push([name, person.login]);
    }
  }
  return fields;
}
