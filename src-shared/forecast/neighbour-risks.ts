import { wholeText } from '../domain/pieces.ts';
import { neighbourWarnings, type Neighbour } from '../composing/neighbours.ts';
import { compared } from '../composing/similar.ts';
import { deliveryId, type AccountId, type DeliveryId } from '../ids.ts';
import { isPlanned, type Departure } from './departure.ts';
import { groupedBy } from '../grouped-by.ts';
import { likelyAlike } from './likely-alike.ts';
import type { Risk } from './risk.ts';
import type { Findable } from './sources.ts';

interface Post extends Neighbour {
  /** Null: it has left. */
  readonly departure: Departure | null;
}

/** Posts of one account that come too close to one another, and texts that it has said, or is to say, already. */
export function neighbourRisks(all: Findable): readonly Risk[] {
  // Nobody asks: then no text is cut up either.
  const asks = all.clients.some(({ id }) => all.rules(id).similarDays > 0 || all.rules(id).apartMinutes > 0);
  if (!asks) return [];
  return [...groupedBy(postsOf(all), ({ accountId }) => accountId)].flatMap(([accountId, posts]) =>
    ofAccount(accountId, posts, all),
  );
}

function ofAccount(accountId: AccountId, posts: readonly Post[], { rules, now }: Findable): readonly Risk[] {
  const inOrder = [...posts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const likely = likelyAlike(inOrder.map(({ text }) => text));
  const bursts: { apartMs: number; readonly departures: Departure[] }[] = [];
  const alike: Risk[] = [];
  let open: (typeof bursts)[number] | null = null;
  for (const [index, post] of inOrder.entries()) {
    const { departure } = post;
    if (departure === null) {
      open = null;
      continue;
    }
    const client = rules(departure.workspaceId);
    // Each is compared with those before it: of two that meet, the later one is told.
    const others = [...new Set([...(likely[index] ?? []), index - 1])].flatMap(
      (place) => inOrder[place] ?? [],
    );
    const warnings = neighbourWarnings(post, others, client);
    const close = warnings.find((one) => one.tag === 'close');
    const before = inOrder[index - 1]?.departure ?? null;
    if (close?.tag === 'close') {
      open ??= { apartMs: close.apartMs, departures: before === null ? [] : [before] };
      open.departures.push(departure);
      open.apartMs = Math.min(open.apartMs, close.apartMs);
      if (!bursts.includes(open)) bursts.push(open);
    } else open = null;
    const same = warnings.find((one) => one.tag === 'identical' || one.tag === 'similar');
    if (same !== undefined)
      alike.push({
        kind: 'alike',
        id: `alike ${departure.key}`,
        severity: 'watch',
        at: post.at,
        departures: [departure],
        accountId,
        otherAt: same.other.at,
        isIdentical: same.tag === 'identical',
        fixes: [
          { tag: 'edit', of: departure },
          { tag: 'move', of: departure },
        ],
      });
  }
  return [
    ...bursts.flatMap(({ apartMs, departures }): readonly Risk[] => {
      const last = departures.at(-1);
      const [first] = departures;
      if (first === undefined || last === undefined) return [];
      return [
        {
          kind: 'burst',
          id: `burst ${first.key}`,
          severity: 'watch',
          at: Math.max(now, first.dueAt),
          departures,
          accountId,
          apartMs,
          fixes: [{ tag: 'move', of: last }],
        },
      ];
    }),
    ...alike,
  ];
}

/** Posts of their own, with an hour: to come within these days, or gone. */
function postsOf({ departures, deliveries, now }: Findable): readonly Post[] {
  const coming = departures.flatMap((departure): readonly Post[] => {
    const { accountId, intentId } = departure;
    if (accountId === null || intentId === null || departure.action.tag !== 'publish') return [];
    if (departure.moment === null || departure.dueAt < now || !isPlanned(departure)) return [];
    return [
      neighbour(deliveryId(intentId, accountId), accountId, departure.dueAt, departure.content, departure),
    ];
  });
  const gone = deliveries.flatMap((one): readonly Post[] =>
    one.state === 'sent' && one.action.tag === 'publish'
      ? [neighbour(one.id, one.accountId, one.sentAt ?? one.dueAt, one.content, null)]
      : [],
  );
  return [...gone, ...coming];
}

/** Texts are cut up once, however often the forecast is made. */
const known = new WeakMap<Departure['content'], Neighbour['text']>();

function neighbour(
  id: DeliveryId,
  accountId: AccountId,
  at: number,
  content: Departure['content'],
  departure: Departure | null,
): Post {
  const text = known.get(content) ?? compared(wholeText(content));
  known.set(content, text);
  return { id, accountId, at, text, departure };
}
