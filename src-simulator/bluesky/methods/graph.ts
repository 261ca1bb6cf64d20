import { pageOf } from '../appview/pages.ts';
import { profileView } from '../appview/profile-views.ts';
import { subjectOf } from '../appview/links.ts';
import type { Entry, Lane } from '../appview/entry.ts';
import { mutesAll } from '../pds/privates.ts';
import { textOf } from '../protocol/json.ts';
import { boolean, shape } from '../records/check.ts';
import { atIdentifier, atUri } from '../records/terms.ts';
import { invalidRequest } from '../xrpc/failure.ts';
import { answer, done, eyesOf, refuse, type Method, type Outcome, type SignedCall } from '../xrpc/method.ts';
import { optional, paged, required } from '../xrpc/params.ts';
import { profilesOf } from './actor.ts';

function muteActor({ world, did, input }: SignedCall): Outcome {
  const subject = world.accounts.find(textOf(input, 'actor') ?? '');
  if (!subject) return refuse(invalidRequest('Actor not found'));
  if (subject.id === did) return refuse(invalidRequest('Cannot mute oneself'));
  world.privates.mute(did, {
    subject: subject.id,
    at: world.clock.now(),
    onlyReposts: input['onlyReposts'] === true,
    onlyQuoteposts: input['onlyQuoteposts'] === true,
  });
  return done();
}

function unmuteActor({ world, did, input }: SignedCall): Outcome {
  const subject = world.accounts.find(textOf(input, 'actor') ?? '');
  if (!subject) return refuse(invalidRequest('Actor not found'));
  world.privates.unmute(did, subject.id);
  return done();
}

/** Newest first; the cursor is the moment of the last one. */
function getMutes(call: SignedCall): Outcome {
  const { world, did, params } = call;
  const before = Number(params.text('cursor') ?? Infinity);
  if (Number.isNaN(before)) return refuse(invalidRequest('Malformed cursor'));
  const page = world.privates
    .mutes(did)
    .filter((mute) => mutesAll(mute) && mute.at < before)
    .toSorted((a, b) => b.at - a.at)
    .slice(0, params.number('limit'));
  const mutes = profilesOf(
    call,
    page.map((mute) => mute.subject),
  );
  return answer({ mutes, cursor: page.at(-1)?.at.toString() });
}

/** A page of people out of relation records. */
function people(
  call: SignedCall,
  lanes: readonly Lane[],
  who: (entry: Entry) => string,
  member: string,
): Outcome {
  const page = pageOf(lanes, eyesOf(call).horizon, call.params.number('limit'), call.params.text('cursor'));
  if (page.tag === 'err') return page;
  return answer({ [member]: profilesOf(call, page.value.entries.map(who)), cursor: page.value.cursor });
}

function connections(call: SignedCall, member: 'follows' | 'followers'): Outcome {
  const subject = call.world.accounts.find(call.params.wanted('actor'));
  const profile = subject && profileView(eyesOf(call), subject.id);
  if (!subject || !profile) return refuse(invalidRequest(`Actor not found: ${call.params.wanted('actor')}`));
  const lanes = call.world.index[member](subject.id);
  const found = people(
    call,
    lanes,
    (entry) => (member === 'follows' ? subjectOf(entry.row) : entry.row.did),
    member,
  );
  return found.tag === 'ok' && found.value.tag === 'json'
    ? answer({ subject: profile, ...found.value.body })
    : found;
}

const muteThread = (muted: boolean): ((call: SignedCall) => Outcome) => {
  return ({ world, did, input }) => {
    world.privates.muteThread(did, textOf(input, 'root') ?? '', muted);
    return done();
  };
};

const actor = shape({ actor: atIdentifier });

/** sheet: 3 Reading, Moderation */
export const graphMethods: readonly Method[] = [
  {
    nsid: 'app.bsky.graph.muteActor',
    kind: 'procedure',
    auth: 'access',
    input: shape({ actor: atIdentifier }, { onlyReposts: boolean, onlyQuoteposts: boolean }),
    run: muteActor,
  },
  { nsid: 'app.bsky.graph.unmuteActor', kind: 'procedure', auth: 'access', input: actor, run: unmuteActor },
  {
    nsid: 'app.bsky.graph.muteThread',
    kind: 'procedure',
    auth: 'access',
    input: shape({ root: atUri }),
    run: muteThread(true),
  },
  {
    nsid: 'app.bsky.graph.unmuteThread',
    kind: 'procedure',
    auth: 'access',
    input: shape({ root: atUri }),
    run: muteThread(false),
  },
  { nsid: 'app.bsky.graph.getMutes', kind: 'query', auth: 'access', params: paged(), run: getMutes },
  {
    nsid: 'app.bsky.graph.getBlocks',
    kind: 'query',
    auth: 'access',
    params: paged(),
    run: (call) => people(call, call.world.index.blocks(call.did), (entry) => subjectOf(entry.row), 'blocks'),
  },
  {
    nsid: 'app.bsky.graph.getFollows',
    kind: 'query',
    auth: 'access',
    params: { actor: required(atIdentifier), sort: optional(), ...paged() },
    run: (call) => connections(call, 'follows'),
  },
  {
    nsid: 'app.bsky.graph.getFollowers',
    kind: 'query',
    auth: 'access',
    params: { actor: required(atIdentifier), sort: optional(), ...paged() },
    run: (call) => connections(call, 'followers'),
  },
];
