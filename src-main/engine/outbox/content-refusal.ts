import { checkContent, type Leaving } from '../../../src-shared/composing/check.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Action, Executor, Intent } from '../../../src-shared/domain/intent.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import type { Failure } from '../../../src-shared/errors.ts';

/**
 * The verdict given while typing, given again before anything is taken over: a limit may have changed meanwhile, and
 * what is handed over may not come from the composer. `executor`: who publishes. Null: the account's network would take it.
 */
export function contentRefusal(
  { action }: Pick<Intent, 'action'>,
  { content, executor }: { readonly content: Content; readonly executor: Executor },
  { manifest }: Pick<Account, 'manifest'>,
): Failure | null {
  const leaving = leavingAs(action);
  if (leaving === null) return null;
  const found = checkContent(content, manifest, leaving, executor).find(
    ({ severity }) => severity === 'error',
  );
  if (found === undefined) return null;
  return { code: found.code, detail: found.detail };
}

/** Null: it carries no words. */
function leavingAs(action: Action): Leaving | null {
  switch (action.tag) {
    case 'publish':
      return 'post';
    case 'reply':
      return action.target.box === 'private' ? 'message' : 'reply';
    case 'private-reply':
      return 'message';
    case 'hide':
    case 'unhide':
    case 'like':
    case 'unlike':
    case 'delete':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return null;
    default:
      return exhaustive(action);
  }
}
