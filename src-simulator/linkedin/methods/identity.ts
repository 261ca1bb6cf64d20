import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { denied, illegal, notFound, refusal } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { page } from '../paging.ts';
import { isList, parseRestli, restliRecord, restliText } from '../restli.ts';
import { administers } from '../roles.ts';
import type { OrganizationRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { memberUrn, organizationUrn, urnId, urnKind } from '../urn.ts';

const administering = ['rw_organization_admin', 'r_organization_admin'];

/** Who one is, and which pages one looks after. */
// linkedin §2
export function identityRoutes({ world, endpoints }: Services): readonly Route[] {
  function userinfo({ member, token }: Call): SimReply {
    return json({
      sub: member.id,
      ...(token.scopes.includes('profile')
        ? {
            name: `${member.firstName} ${member.lastName}`,
            given_name: member.firstName,
            family_name: member.lastName,
            locale: { country: 'FR', language: 'fr' },
          }
        : {}),
      ...(token.scopes.includes('email') && member.email !== null
        ? { email: member.email, email_verified: true }
        : {}),
    });
  }

  function acls(call: Call): SimReply {
    if (call.query.get('q') !== 'roleAssignee') return refusal(illegal('The finder is not known'));
    const role = call.query.get('role');
    const state = call.query.get('state');
    const rows = [...world.roles.values()].filter(
      (row) =>
        row.member === memberUrn(call.member.id) &&
        (role === undefined || row.role === role) &&
        (state === undefined || row.state === state),
    );
    return page(rows, call.query, (row) => ({
      organization: row.organization,
      role: row.role,
      state: row.state,
      roleAssignee: row.member,
    }));
  }

  const entity = (row: OrganizationRow): object => ({
    $URN: organizationUrn(row.id),
    id: Number(row.id),
    localizedName: row.name,
    vanityName: row.vanityName,
    localizedWebsite: row.website,
    primaryOrganizationType: 'NONE',
  });

  function organization(call: Call): SimReply {
    const row = world.organizations.get(call.request.params['id'] ?? '');
    if (!row) return refusal(notFound('organization'));
    if (
      ![...world.roles.values()].some(
        ({ member, organization: of }) =>
          member === memberUrn(call.member.id) && of === organizationUrn(row.id),
      )
    )
      return refusal(denied('organizations.GET'));
    return json(entity(row));
  }

  /** Any page, by the name in its address. */
  function organizations(call: Call): SimReply {
    const name = restliText(call.query.get('vanityName'));
    if (call.query.get('q') !== 'vanityName' || name === undefined)
      return refusal(illegal('The finder is not known'));
    const rows = [...world.organizations.values()].filter((row) => row.vanityName === name);
    return page(rows, call.query, entity);
  }

  function followers(call: Call): SimReply {
    const urn = call.request.params['urn'] ?? '';
    const row = urnKind(urn) === 'organization' ? world.organizations.get(urnId(urn)) : undefined;
    if (!row) return refusal(notFound('organization'));
    if (call.query.get('edgeType') !== 'COMPANY_FOLLOWED_BY_MEMBER')
      return refusal(illegal('The edgeType is not known'));
    if (!administers(world, call, urn)) return refusal(denied('networkSizes.GET'));
    const gained = [...world.follows.values()].filter((follow) => follow.organization === urn).length;
    return json({ firstDegreeSize: row.followersBase + gained });
  }

  /** Names of members, as far as the profile API shows them to the app (not in the sheet; path of the profile API). */
  function people(call: Call): SimReply {
    const ids = parseRestli(call.query.get('ids') ?? '');
    if (!isList(ids)) return refusal(illegal('The ids are not a List of (id:…)'));
    const results: Record<string, object> = {};
    for (const key of ids) {
      const id = restliRecord(key)?.['id'];
      const member = typeof id === 'string' ? world.members.get(id) : undefined;
      if (member)
        results[`(id:${member.id})`] = {
          id: member.id,
          localizedFirstName: member.firstName,
          localizedLastName: member.lastName,
        };
    }
    return json({ results, statuses: {}, errors: {} });
  }

  const profile = ({ member }: Call): SimReply =>
    json({
      id: member.id,
      localizedFirstName: member.firstName,
      localizedLastName: member.lastName,
      localizedHeadline: member.headline,
      vanityName: member.vanityName,
    });

  return [
    endpoints.plain('GET', '/v2/userinfo', 'userinfo', ['openid'], userinfo),
    endpoints.plain('GET', '/v2/me', 'me', ['r_basicprofile'], profile),
    endpoints.rest('GET', '/rest/people', 'people.get', ['r_basicprofile'], people),
    endpoints.rest('GET', '/rest/organizationAcls', 'organizationAcls.list', administering, acls),
    endpoints.rest('GET', '/rest/organizations', 'organizations.list', administering, organizations),
    endpoints.rest('GET', '/rest/organizations/:id', 'organizations.get', administering, organization),
    endpoints.rest('GET', '/rest/networkSizes/:urn', 'networkSizes.get', administering, followers),
  ];
}
