import { altered } from './alteration.ts';
import { findFault, type Fault } from './faults.ts';
import type { AskedByFaults, SimRequest } from './route.ts';
import type { SimReply } from './reply.ts';
import { proxyPage, type Dialect } from './dialect.ts';

/** Turns the faults that struck a request into what its handler must obey. */
export function askedByFaults(struck: readonly Fault[], now: number): AskedByFaults {
  const lag = findFault(struck, 'lagging-lists');
  return {
    visibleUntil: lag ? now - lag.ms : Infinity,
    keyIgnored: findFault(struck, 'key-ignored') !== undefined,
    repeatFails: findFault(struck, 'repeat-500') !== undefined,
    mediaDelayMs: findFault(struck, 'slow-media')?.ms ?? 0,
  };
}

/** The reply of a fault that answers instead of the work, if one struck. */
export function failureBeforeWork(
  struck: readonly Fault[],
  dialect: Dialect,
  request: SimRequest,
  now: number,
): SimReply | undefined {
  if (findFault(struck, 'revoked-token')) return dialect.refuse({ tag: 'revoked-token' }, request);
  if (findFault(struck, 'wrong-scope')) return dialect.refuse({ tag: 'wrong-scope' }, request);
  const limit = findFault(struck, 'rate-limit');
  if (limit) return dialect.refuse({ tag: 'rate-limited', resetAt: now + (limit.ms ?? 60_000) }, request);
  const broken = findFault(struck, 'server-error');
  if (broken && !broken.worked) return serverError(broken, dialect, request);
  const own = findFault(struck, 'own-refusal');
  if (own && !own.worked) return ownRefusal(dialect, own.name, request);
  const page = findFault(struck, 'html-page');
  return page && !page.worked ? proxyPage(page.status ?? 502) : undefined;
}

/** What was answered, in the shape that a fault gives it. */
export function reshaped(struck: readonly Fault[], reply: SimReply): SimReply {
  const fault = findFault(struck, 'altered-reply');
  return fault && reply.tag === 'json' ? { ...reply, body: altered(reply.body, fault.change) } : reply;
}

/** The network's own refusal of that name. Throws where it has none: a fault that does not strike would prove nothing. */
export function ownRefusal(dialect: Dialect, name: string, request: SimRequest): SimReply {
  if (!dialect.ownRefusal) throw new Error(`${dialect.network} has no refusals of its own`);
  return dialect.ownRefusal(name, request);
}

/** A 5xx in the network's words. */
export function serverError(
  broken: Extract<Fault, { readonly tag: 'server-error' }>,
  dialect: Dialect,
  request: SimRequest,
): SimReply {
  return dialect.refuse(
    { tag: 'server-error', status: broken.status ?? 503, retryAfterMs: broken.retryAfterMs },
    request,
  );
}
