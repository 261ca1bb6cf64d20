import { createHash } from 'node:crypto';
import { json, type SimReply } from '../core/reply.ts';

/** A refusal in the Graph's envelope. What is absent here is absent there. */
export interface GraphFailure {
  readonly tag: 'graph-failure';
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly type: string;
  readonly message: string;
  readonly transient?: boolean;
  readonly title?: string;
  readonly said?: string;
  /** What an upload's refusal adds: where to go on. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The status is 400 for nearly everything: clients match on the code (facebook-pages §7). */
export function failure(
  code: number,
  message: string,
  more: Partial<Omit<GraphFailure, 'tag' | 'code' | 'message'>> = {},
): GraphFailure {
  return { tag: 'graph-failure', status: 400, type: 'OAuthException', ...more, code, message };
}

export function isFailure(value: unknown): value is GraphFailure {
  return typeof value === 'object' && value !== null && 'tag' in value && value.tag === 'graph-failure';
}

export function refusal(failed: GraphFailure): SimReply {
  const trace = createHash('sha256').update(failed.message).digest('base64url').slice(0, 21);
  return json(
    {
      error: {
        message: failed.message,
        type: failed.type,
        code: failed.code,
        ...(failed.subcode === undefined ? {} : { error_subcode: failed.subcode }),
        ...(failed.transient === undefined ? {} : { is_transient: failed.transient }),
        ...(failed.title === undefined ? {} : { error_user_title: failed.title }),
        ...(failed.said === undefined ? {} : { error_user_msg: failed.said }),
        ...(failed.data === undefined ? {} : { error_data: failed.data }),
        fbtrace_id: `A${trace}`,
      },
    },
    failed.status,
    // Every refusal of an access says so in this header, too.
    failed.code === 190 || failed.code === 102
      ? {
          'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${failed.message.replaceAll('"', "'")}"`,
        }
      : {},
  );
}

/** The object is not there, or not for this access: the Graph does not tell which (facebook-pages §7, 100/33). */
export function missing(verb: string, id: string): GraphFailure {
  return failure(
    100,
    `Unsupported ${verb.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    { subcode: 33, type: 'GraphMethodException' },
  );
}

export function noField(field: string, type: string): GraphFailure {
  return failure(100, `(#100) Tried accessing nonexisting field (${field}) on node type (${type})`);
}

export function invalidParameter(message: string): GraphFailure {
  return failure(100, `(#100) ${message}`);
}

/** Reading without the permission is 10, writing without it 200 (facebook-pages §7). */
export function noPermission(verb: 'GET' | 'POST' | 'DELETE', scopes: readonly string[]): GraphFailure {
  const names = scopes.map((scope) => `'${scope}'`).join(' and ');
  return verb === 'GET'
    ? failure(10, `(#10) This endpoint requires the ${names} permission or feature to be granted.`, {
        status: 403,
      })
    : failure(200, `(#200) The permission ${names} is required to perform this action.`, { status: 403 });
}
