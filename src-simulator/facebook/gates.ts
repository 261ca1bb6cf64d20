import type { GraphCall } from '../meta/endpoint.ts';
import { failure, invalidParameter, isFailure, missing, type GraphFailure } from '../meta/failure.ts';
import type { Params } from '../meta/params.ts';
import type { PageRow, PageTask } from '../meta/rows.ts';
import { readTime } from '../meta/times.ts';
import type { World } from './world.ts';

/** The page that a call writes as: its own access, and a role that may. */
export function actingPage(world: World, call: GraphCall, task: PageTask): PageRow | GraphFailure {
  const page = world.pages.get(call.id);
  if (!page) return missing('post', call.id);
  return mayAct(call, page, task) ?? page;
}

/** Why an access may not write to a page; undefined when it may. */
export function mayAct(call: GraphCall, page: PageRow, task: PageTask): GraphFailure | undefined {
  const { token } = call;
  if (token.type !== 'PAGE' || token.profileId !== page.id)
    return failure(
      200,
      '(#200) If posting to a page, requires both pages_read_engagement and pages_manage_posts as an admin with sufficient administrative permission',
      { status: 403 },
    );
  return page.tasks[token.userId]?.includes(task)
    ? undefined
    : failure(200, '(#200) The user hasn’t authorized the application to perform this action', {
        status: 403,
      });
}

export interface Timing {
  readonly published: boolean;
  readonly scheduledAt: number | null;
}

/** `published=false` with a moment from 10 minutes to 30 days ahead is a schedule (facebook-pages §3). */
export function readTiming(world: World, params: Params): Timing | GraphFailure {
  const published = params.flag('published') ?? true;
  if (!params.has('scheduled_publish_time')) return { published, scheduledAt: null };
  if (published) return invalidParameter('You cannot specify a scheduled publish time on a published post');
  const at = scheduleMoment(world, params, world.limits.scheduleToMs);
  return isFailure(at) ? at : { published: false, scheduledAt: at };
}

export function scheduleMoment(world: World, params: Params, longest: number): number | GraphFailure {
  const at = readTime(params.text('scheduled_publish_time'));
  const ahead = at === undefined ? Number.NaN : at - world.clock.now();
  if (at === undefined || !(ahead >= world.limits.scheduleFromMs && ahead <= longest))
    return failure(100, '(#100) The specified scheduled publish time is invalid.', {
      subcode: 1366059,
      title: 'Invalid time',
      said: 'The time that you chose is not between 10 minutes and 30 days from now.',
    });
  return at;
}

/** What is wrong with a text; undefined when nothing is. */
export function textProblem(world: World, text: string): GraphFailure | undefined {
  return text.length > world.limits.text
    ? invalidParameter(`The message is too long: ${text.length} of ${world.limits.text} characters`)
    : undefined;
}
