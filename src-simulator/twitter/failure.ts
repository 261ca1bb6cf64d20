import { json, type SimReply } from '../core/reply.ts';
import type { Settings } from './settings.ts';

/** A refusal in the network's words (x §7, RFC 7807). */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Suffix after `/2/problems/`; `about:blank` when absent. */
  readonly type?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export const typeOf = (settings: Settings, suffix: string): string =>
  `https://${settings.problemHost}/2/problems/${suffix}`;

export function refusal(settings: Settings, problem: Problem): SimReply {
  return json(
    {
      ...problem.extra,
      title: problem.title,
      detail: problem.detail,
      type: problem.type === undefined ? 'about:blank' : typeOf(settings, problem.type),
      status: problem.status,
    },
    problem.status,
    { 'content-type': 'application/problem+json' },
  );
}

// x §7, expired/invalid token
export const unauthorized: Problem = { status: 401, title: 'Unauthorized', detail: 'Unauthorized' };

export const forbidden = (detail: string): Problem => ({ status: 403, title: 'Forbidden', detail });

// x §7, missing scope/plan
export const outOfScope: Problem = {
  status: 403,
  title: 'Client Forbidden',
  detail: 'This request must be made using a token that holds the scope of this endpoint.',
  type: 'client-forbidden',
  extra: { reason: 'scope-missing' },
};

/** A parameter or a member of the body that the endpoint does not take. The body has no `status` (x §7). */
export function invalidRequest(
  settings: Settings,
  errors: readonly { readonly parameter: string; readonly value: string; readonly message: string }[],
): SimReply {
  return json(
    {
      errors: errors.map(({ parameter, value, message }) => ({
        parameters: { [parameter]: [value] },
        message,
      })),
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: typeOf(settings, 'invalid-request'),
    },
    400,
    { 'content-type': 'application/problem+json' },
  );
}

export const invalid = (settings: Settings, parameter: string, value: string, message: string): SimReply =>
  invalidRequest(settings, [{ parameter, value, message }]);

export const creditsDepleted: Problem = {
  status: 402,
  title: 'CreditsDepleted',
  detail: 'Your enrolled account does not have any credits to fulfill this request.',
  type: 'credits',
};
// x §7, duplicate text
export const duplicate = forbidden('You are not allowed to create a Tweet with duplicate content.');
// x §0; the text seen in 2026-05
export const notSummoned = forbidden(
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
);

/** A 200 that brings nothing but why (x §7): what is asked for cannot be had at the moment. */
export const unavailable = (settings: Settings): SimReply =>
  json({
    errors: [
      {
        title: 'Service Unavailable',
        detail: 'The resource is temporarily unavailable.',
        type: typeOf(settings, 'resource-unavailable'),
      },
    ],
  });

/** Refusals by name, for the fault `own-refusal` (x §0, §7). */
export const ownRefusals: Readonly<Record<string, Problem>> = {
  'credits-depleted': creditsDepleted,
  duplicate,
  'not-summoned': notSummoned,
  'usage-capped': {
    status: 429,
    title: 'UsageCapExceeded',
    detail: 'Usage cap exceeded: Monthly product cap',
    type: 'usage-capped',
  },
  suspended: {
    status: 403,
    title: 'Forbidden',
    detail: 'The user used for authentication is suspended',
    type: 'user-suspended',
  },
  'wrong-scope': outOfScope,
  'media-invalid': {
    status: 400,
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: 'invalid-request',
    extra: { errors: [{ parameters: { 'media.media_ids': ['0'] }, message: 'Your media IDs are invalid.' }] },
  },
};
