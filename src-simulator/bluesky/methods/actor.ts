import { profileBasic, profileDetailed, profileView } from '../appview/profile-views.ts';
import { folded } from '../appview/search.ts';
import { textOf, listOf, type JsonObject } from '../protocol/json.ts';
import { list, shape, union } from '../records/check.ts';
import { atIdentifier } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import {
  answer,
  defined,
  done,
  eyesById,
  eyesOf,
  refuse,
  type Method,
  type SignedCall,
} from '../xrpc/method.ts';
import { number, optional, paged, required, someOf } from '../xrpc/params.ts';

/** Accounts whose handle, name or description holds the words; those whose handle begins with them come first. */
function matching(call: SignedCall): readonly string[] {
  const words = folded(call.params.text('q') ?? call.params.text('term') ?? '').replace(/^@/, '');
  if (words === '') return [];
  const eyes = eyesOf(call);
  const scored = call.world.accounts.all().flatMap((account) => {
    const profile = profileView(eyes, account.id);
    if (!profile) return [];
    const handle = account.handle.toLowerCase();
    const name = folded(textOf(profile, 'displayName') ?? '');
    const about = folded(textOf(profile, 'description') ?? '');
    const score = handle.startsWith(words)
      ? 3
      : name.startsWith(words)
        ? 2
        : handle.includes(words) || name.includes(words)
          ? 1
          : about.includes(words)
            ? 0
            : -1;
    return score < 0 ? [] : [{ did: account.id, handle, score }];
  });
  return scored.sort((a, b) => b.score - a.score || (a.handle < b.handle ? -1 : 1)).map(({ did }) => did);
}

export const actorMethods: readonly Method[] = [
  {
    nsid: 'app.bsky.actor.getProfile',
    kind: 'query',
    auth: 'access',
    params: { actor: required(atIdentifier) },
    run(call) {
      const account = call.world.accounts.find(call.params.wanted('actor'));
      if (account?.status === 'takendown')
        return refuse(invalidRequest('Account has been suspended', 'AccountTakedown'));
      const view = account && profileDetailed(eyesById(call, true), account.id);
      return view ? answer(view) : refuse(invalidRequest('Profile not found'));
    },
  },
  {
    nsid: 'app.bsky.actor.getProfiles',
    kind: 'query',
    auth: 'access',
    params: { actors: someOf(atIdentifier, 25) },
    run(call) {
      const eyes = eyesById(call, true);
      const dids = new Set(
        call.params.texts('actors').map((actor) => call.world.accounts.find(actor)?.id ?? ''),
      );
      return answer({ profiles: defined([...dids].map((did) => profileDetailed(eyes, did))) });
    },
  },
  {
    nsid: 'app.bsky.actor.searchActors',
    kind: 'query',
    auth: 'access',
    params: { q: optional(), term: optional(), ...paged(25) },
    run(call) {
      const from = Number(call.params.text('cursor') ?? 0);
      if (!Number.isInteger(from) || from < 0) return refuse(invalidRequest('Malformed cursor'));
      const found = matching(call);
      const page = found.slice(from, from + call.params.number('limit'));
      const next = from + page.length;
      return answer({
        actors: defined(page.map((did) => profileView(eyesOf(call), did))),
        cursor: next < found.length ? String(next) : undefined,
      });
    },
  },
  {
    nsid: 'app.bsky.actor.searchActorsTypeahead',
    kind: 'query',
    auth: 'access',
    params: { q: optional(), term: optional(), limit: number(10, 1, 100) },
    run(call) {
      const page = matching(call).slice(0, call.params.number('limit'));
      return answer({ actors: defined(page.map((did) => profileBasic(eyesOf(call), did))) });
    },
  },
  {
    nsid: 'app.bsky.actor.getPreferences',
    kind: 'query',
    auth: 'access',
    run: ({ world, did }) => answer({ preferences: world.privates.preferences(did) }),
  },
  {
    nsid: 'app.bsky.actor.putPreferences',
    kind: 'procedure',
    auth: 'access',
    input: shape({ preferences: list(union({})) }),
    run({ world, did, input }) {
      const foreign = listOf(input, 'preferences').find(
        (item) => !(textOf(item, '$type') ?? '').startsWith('app.bsky.'),
      );
      if (foreign !== undefined)
        return refuse(invalidRequest('Some preferences are not in the app.bsky namespace'));
      world.privates.setPreferences(did, listOf(input, 'preferences'));
      return done();
    },
  },
];

/** A page of profiles out of relation records (followers, blocks…), and the position that follows it. */
export const profilesOf = (call: SignedCall, dids: readonly string[]): readonly JsonObject[] =>
  defined(dids.map((did) => profileView(eyesOf(call), did)));
