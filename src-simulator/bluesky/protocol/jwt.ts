import { createHmac, timingSafeEqual } from 'node:crypto';
import { isObject, type Json, type JsonObject } from './json.ts';

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (secret: string, body: string): Buffer => createHmac('sha256', secret).update(body).digest();

/** A real HS256 token; `typ` is `at+jwt` or `refresh+jwt` as the reference server writes it. */
export function writeJwt(secret: string, typ: string, claims: JsonObject): string {
  const body = `${part({ typ, alg: 'HS256' })}.${part(claims)}`;
  return `${body}.${sign(secret, body).toString('base64url')}`;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** The claims of a token that this secret signed, or `null`. Expiry is the caller's, who owns the clock. */
export function readJwt(secret: string, typ: string, token: string): JsonObject | null {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return null;
  const wanted = sign(secret, `${header}.${claims}`);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const head = parsed(header);
  const body = parsed(claims);
  return isObject(head) && head['typ'] === typ && isObject(body) ? body : null;
}
