import * as v from 'valibot';
import type { ConnectorContext } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { value } from './restli.ts';
import { holds } from './scopes.ts';
import { readSecret } from './secret.ts';
import { urnId, urnKind } from './urn.ts';
import { wireProfileSchema } from './wire.ts';

const peopleSchema = v.object({ results: v.record(v.string(), v.unknown()) });
const most = 50;

/**
 * Names of members, which lists of comments do not carry. Only asked for where the token may read profiles, in one call;
 * whoever is not shown stays known by the URN.
 */
export async function namesOf(
  ctx: ConnectorContext,
  calls: CallContext,
  urns: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  if (holds(readSecret(ctx.secret), 'r_basicprofile') !== true) return names;
  const ids = [...new Set(urns.filter((urn) => urnKind(urn) === 'person').map(urnId))].slice(0, most);
  if (ids.length === 0) return names;
  const answer = await ask(calls, 'read', peopleSchema, {
    method: 'GET',
    path: '/rest/people',
    query: `ids=List(${ids.map((id) => `(id:${value(id)})`).join(',')})`,
  });
  if (answer.tag === 'err') return names;
  for (const one of Object.values(answer.value.results)) {
    const profile = v.safeParse(wireProfileSchema, one);
    if (!profile.success) continue;
    const { id, localizedFirstName, localizedLastName } = profile.output;
    const name = `${localizedFirstName} ${localizedLastName}`.trim();
    if (name !== '') names.set(`urn:li:person:${id}`, name);
  }
  return names;
}
