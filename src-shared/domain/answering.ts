import type { Action } from './intent.ts';
import type { Target } from './post.ts';

/** What an answer to this target does when it leaves. */
export const answering = (target: Target): Extract<Action, { tag: 'reply' | 'private-reply' }> => ({
  tag: target.privately === true ? 'private-reply' : 'reply',
  target,
});
