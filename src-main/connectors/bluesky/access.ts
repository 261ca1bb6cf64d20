import * as v from 'valibot';
import { permissionNames, type Access } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';
import { parsed } from './refusal.ts';

const claimsSchema = v.object({ exp: v.number() });

/**
 * What a pair says of itself. The second token of it ends after weeks, and each renewal brings a new one: the access
 * lapses only when Vigie does not run for that long. An app password allows everything but, when it was made so, the
 * direct messages.
 */
export function accessOf(secret: Secret, reachesMessages: boolean): Access {
  const payload = String(secret['refreshJwt'] ?? '').split('.')[1] ?? '';
  const claims = v.safeParse(claimsSchema, parsed(Buffer.from(payload, 'base64url').toString('utf8')));
  return {
    endsAt: claims.success ? claims.output.exp * 1_000 : null,
    renews: true,
    permissions: permissionNames.map((name) => ({
      name,
      held: name !== 'private-messages' || reachesMessages,
      scope: null,
    })),
  };
}
