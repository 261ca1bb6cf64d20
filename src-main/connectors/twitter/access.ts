import type { Access, PermissionName } from '../../../src-shared/domain/vitals.ts';
import type { Secret } from '../contract.ts';
import { readSecret } from './secret.ts';

/** The least that each thing needs which a person may let Vigie do (x §1). */
export const grants: readonly {
  readonly name: 'publish' | 'comments' | 'messages';
  readonly scopes: readonly string[];
  readonly required: boolean;
}[] = [
  {
    name: 'publish',
    scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
    required: true,
  },
  { name: 'comments', scopes: ['tweet.moderate.write', 'mute.read', 'mute.write'], required: false },
  { name: 'messages', scopes: ['dm.read', 'dm.write'], required: false },
];

/** The scopes to ask for. Nothing chosen: all. */
export function scopesFor(chosen: string | undefined): readonly string[] {
  const names = chosen === undefined ? null : chosen.split(/\s+/);
  return grants.flatMap(({ name, scopes, required }) =>
    required || names === null || names.includes(name) ? scopes : [],
  );
}

const needs: readonly (readonly [name: PermissionName, scopes: readonly string[]])[] = [
  ['read', ['tweet.read', 'users.read']],
  ['publish', ['tweet.write']],
  ['upload', ['media.write']],
  ['private-messages', ['dm.read', 'dm.write']],
  ['mute', ['mute.write']],
];

export function accessOf(secret: Secret): Access {
  const own = readSecret(secret);
  const granted = scopesOf(own?.scope ?? '');
  return {
    endsAt: own?.expiresAt ?? null,
    renews: own !== null && own.refreshToken !== null && own.expiresAt !== null,
    permissions: needs.map(([name, wanted]) => ({
      name,
      held: granted.length === 0 ? null : wanted.every((scope) => granted.includes(scope)),
      scope: wanted.join(' '),
    })),
  };
}

export const scopesOf = (scope: string): readonly string[] =>
  scope.split(/\s+/).filter((name) => name !== '');

/** Without these nothing can be done; everything else may be refused one by one. */
export const suffices = (scope: string): boolean => {
  const granted = scopesOf(scope);
  return granted.length === 0 || ['tweet.read', 'users.read'].every((name) => granted.includes(name));
};
