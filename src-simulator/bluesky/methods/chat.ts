import { blockBetween } from '../appview/eyes.ts';
import { convoView, logView, memberView, messageView, type ChatEyes } from '../chat/chat-views.ts';
import { otherThan, type Convo } from '../chat/conversations.ts';
import { isList, isObject, objectOf, textOf, type JsonObject } from '../protocol/json.ts';
import { list, shape, text, type Check } from '../records/check.ts';
import { messageEmbed } from '../records/embeds.ts';
import { facet } from '../records/facet.ts';
import { did as didFormat } from '../records/terms.ts';
import { invalidRequest, type XrpcFailure } from '../xrpc/failure.ts';
import {
  answer,
  eyesById,
  eyesOf,
  refuse,
  type Method,
  type Outcome,
  type SignedCall,
} from '../xrpc/method.ts';
import { optional, paged, required, someOf } from '../xrpc/params.ts';

const PAGE_OF_LOG = 100;

const look = (call: SignedCall): ChatEyes => ({
  eyes: eyesById(call),
  chat: call.world.chat,
  viewer: call.did,
});

const noConvo = (): XrpcFailure => invalidRequest('Convo not found', 'InvalidConvo');

function convoNamed(call: SignedCall, id: string | undefined): Convo | undefined {
  const convo = id === undefined ? undefined : call.world.chat.get(id);
  return convo?.members.includes(call.did) ? convo : undefined;
}

/** Whom an account lets write to it: everybody, nobody, or those it follows (which is also the rule when it said nothing). */
function obstacle(call: SignedCall, other: string): XrpcFailure | null {
  const eyes = eyesById(call);
  if (call.world.accounts.byDid(other)?.status !== 'active')
    return invalidRequest('recipient not found', 'RecipientNotFound');
  if (blockBetween(eyes, call.did, other))
    return invalidRequest('block between recipient and sender', 'BlockedActor');
  const said = call.world.repositories.get(other, 'chat.bsky.actor.declaration', 'self');
  const allows = textOf(said?.value, 'allowIncoming') ?? 'following';
  if (allows === 'none')
    return invalidRequest('recipient has disabled incoming messages', 'MessagesDisabled');
  if (allows === 'following' && !eyes.index.relation('follow', other, call.did, eyes.horizon))
    return invalidRequest(
      'recipient requires incoming messages to come from someone they follow',
      'NotFollowedBySender',
    );
  return null;
}

function withConvo(call: SignedCall, run: (convo: Convo) => Outcome): Outcome {
  const convo = convoNamed(call, call.params.text('convoId') ?? textOf(call.input, 'convoId'));
  return convo ? run(convo) : refuse(noConvo());
}

function getConvoForMembers(call: SignedCall): Outcome {
  const { world, did, params } = call;
  const others = [...new Set(params.texts('members'))].filter((member) => member !== did);
  const [other] = others;
  if (other === undefined || others.length > 1)
    return refuse(invalidRequest('exactly one other member is expected', 'InvalidRequest'));
  const known = world.chat.between(did, other);
  if (known) return answer({ convo: convoView(look(call), known) });
  const problem = obstacle(call, other);
  if (problem) return refuse(problem);
  const eyes = eyesById(call);
  const friends = eyes.index.relation('follow', other, did, eyes.horizon) !== undefined;
  return answer({ convo: convoView(look(call), world.chat.begin(did, other, friends)) });
}

function listConvos(call: SignedCall): Outcome {
  const { world, did, params } = call;
  const cursor = params.text('cursor');
  const until = eyesOf(call).horizon.until;
  const status = params.text('status');
  const fitting = world.chat.of(did).filter((convo) => {
    const last = world.chat.messages(convo.id).at(-1);
    if (cursor !== undefined && convo.rev >= cursor) return false;
    if (last && last.sentAt > until) return false;
    if (params.text('readState') === 'unread' && world.chat.unread(convo, did) === 0) return false;
    if (params.text('kind') === 'group') return false;
    return status === undefined || status === (convo.acceptedBy.includes(did) ? 'accepted' : 'request');
  });
  const page = fitting.slice(0, params.number('limit'));
  return answer({ convos: page.map((convo) => convoView(look(call), convo)), cursor: page.at(-1)?.rev });
}

function getMessages(call: SignedCall): Outcome {
  const { world, params } = call;
  return withConvo(call, (convo) => {
    const cursor = params.text('cursor');
    const until = eyesOf(call).horizon.until;
    const all = world.chat.messages(convo.id);
    const page = all
      .filter((message) => (cursor === undefined || message.rev < cursor) && message.sentAt <= until)
      .slice(-params.number('limit'))
      .toReversed();
    const people = [...new Set(page.map((message) => message.sender))];
    return answer({
      messages: page.map((message) => messageView(look(call), message)),
      cursor: page.at(-1)?.rev,
      relatedProfiles: people.map((person) => memberView(eyesById(call), person)),
    });
  });
}

/** Without a cursor: where the log stands now, with its last events. */
function getLog(call: SignedCall): Outcome {
  const { world, did, params } = call;
  const cursor = params.text('cursor');
  const all = world.chat.log(did, cursor ?? '');
  const page = cursor === undefined ? all.slice(-PAGE_OF_LOG) : all.slice(0, PAGE_OF_LOG);
  return answer({
    logs: page.map((event) => logView(look(call), event)),
    cursor: page.at(-1)?.rev ?? cursor,
  });
}

function sendMessage(call: SignedCall): Outcome {
  const { world, did, input, request } = call;
  return withConvo(call, (convo) => {
    const other = otherThan(convo, did);
    const problem = obstacle(call, other);
    // A conversation that the other one accepted stays open to those they do not follow.
    if (problem && !(problem.error === 'NotFollowedBySender' && convo.acceptedBy.includes(other)))
      return refuse(problem);
    const draft: JsonObject = objectOf(input, 'message') ?? {};
    const replyTo = textOf(objectOf(draft, 'replyTo'), 'messageId') ?? null;
    if (replyTo !== null && world.chat.message(replyTo)?.convo !== convo.id)
      return refuse(invalidRequest('Reply target not found', 'ReplyTargetNotFound'));
    const facets = draft['facets'];
    const embed = draft['embed'];
    const message = world.chat.send(convo, did, {
      text: textOf(draft, 'text') ?? '',
      facets: isList(facets) ? facets : null,
      embed: isObject(embed) ? embed : null,
      replyTo,
    });
    request.did('message', message.id);
    return answer(messageView(look(call), message));
  });
}

function deleteMessageForSelf(call: SignedCall): Outcome {
  return withConvo(call, (convo) => {
    const message = call.world.chat.message(textOf(call.input, 'messageId') ?? '');
    if (message?.convo !== convo.id) return refuse(invalidRequest('Message not found'));
    const deleted = call.world.chat.deleteFor(message, call.did);
    call.request.did('message.delete', message.id);
    return answer(messageView(look(call), deleted));
  });
}

function updateRead(call: SignedCall): Outcome {
  return withConvo(call, (convo) => {
    const named = textOf(call.input, 'messageId');
    const message = named === undefined ? undefined : call.world.chat.message(named);
    if (named !== undefined && message?.convo !== convo.id)
      return refuse(invalidRequest('Message not found'));
    return answer({ convo: convoView(look(call), call.world.chat.readUpTo(convo, call.did, message)) });
  });
}

const mute = (muted: boolean): ((call: SignedCall) => Outcome) => {
  return (call) =>
    withConvo(call, (convo) =>
      answer({ convo: convoView(look(call), call.world.chat.mute(convo, call.did, muted)) }),
    );
};

/** sheet: 3 Reading, DMs (≤ 1000 graphemes) */
const messageInput: Check = shape(
  { text: text({ maxBytes: 10_000, maxGraphemes: 1000 }) },
  { facets: list(facet), embed: messageEmbed, replyTo: shape({ messageId: text() }) },
);
const named = shape({ convoId: text() });
type ChatMethod = Omit<Extract<Method, { readonly auth: 'access' }>, 'auth' | 'service'>;

const own: readonly ChatMethod[] = [
  {
    nsid: 'chat.bsky.convo.listConvos',
    kind: 'query',
    params: {
      ...paged(),
      readState: optional(),
      status: optional(),
      kind: optional(),
      lockStatus: optional(),
    },
    run: listConvos,
  },
  {
    nsid: 'chat.bsky.convo.getConvo',
    kind: 'query',
    params: { convoId: required() },
    run: (call) => withConvo(call, (convo) => answer({ convo: convoView(look(call), convo) })),
  },
  {
    nsid: 'chat.bsky.convo.getConvoForMembers',
    kind: 'query',
    params: { members: someOf(didFormat, 10) },
    run: getConvoForMembers,
  },
  {
    nsid: 'chat.bsky.convo.getConvoAvailability',
    kind: 'query',
    params: { members: someOf(didFormat, 10) },
    run(call) {
      const [other = ''] = call.params.texts('members').filter((member) => member !== call.did);
      const known = call.world.chat.between(call.did, other);
      const convo = known && convoView(look(call), known);
      return answer({ canChat: obstacle(call, other) === null, convo });
    },
  },
  {
    nsid: 'chat.bsky.convo.getMessages',
    kind: 'query',
    params: { convoId: required(), ...paged() },
    run: getMessages,
  },
  { nsid: 'chat.bsky.convo.getLog', kind: 'query', params: { cursor: optional() }, run: getLog },
  {
    nsid: 'chat.bsky.convo.sendMessage',
    kind: 'procedure',
    input: shape({ convoId: text(), message: messageInput }),
    run: sendMessage,
  },
  {
    nsid: 'chat.bsky.convo.deleteMessageForSelf',
    kind: 'procedure',
    input: shape({ convoId: text(), messageId: text() }),
    run: deleteMessageForSelf,
  },
  {
    nsid: 'chat.bsky.convo.updateRead',
    kind: 'procedure',
    input: shape({ convoId: text() }, { messageId: text() }),
    run: updateRead,
  },
  {
    nsid: 'chat.bsky.convo.acceptConvo',
    kind: 'procedure',
    input: named,
    run: (call) =>
      withConvo(call, (convo) =>
        answer(
          convo.acceptedBy.includes(call.did) ? {} : { rev: call.world.chat.accept(convo, call.did).rev },
        ),
      ),
  },
  { nsid: 'chat.bsky.convo.muteConvo', kind: 'procedure', input: named, run: mute(true) },
  { nsid: 'chat.bsky.convo.unmuteConvo', kind: 'procedure', input: named, run: mute(false) },
];

export const chatMethods: readonly Method[] = own.map((method) => ({
  ...method,
  auth: 'access',
  service: 'chat',
}));
