import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { mayRead } from '../fan-out.ts';
import { invalid, notFound, refusal } from '../failure.ts';
import type { PollRow } from '../rows.ts';
import type { Services } from '../services.ts';

export function pollRoutes(services: Services): readonly Route[] {
  const { world, entities, endpoints } = services;
  const readable = (call: Call): PollRow | undefined => {
    const poll = world.polls.get(call.request.params['id'] ?? '');
    const status = poll && world.statuses.get(poll.statusId);
    return status && mayRead(world, status, call.viewer?.id) ? poll : undefined;
  };
  return [
    endpoints.open(
      'GET',
      '/api/v1/polls/:id',
      'polls.get',
      (call) => {
        const row = readable(call);
        return row ? json(entities.poll(row, call.viewer?.id)) : refusal(notFound);
      },
      ['read:statuses'],
    ),
    endpoints.user('POST', '/api/v1/polls/:id/votes', 'polls.vote', ['write:statuses'], (call) => {
      const row = readable(call);
      if (!row) return refusal(notFound);
      const choices = (call.params.list('choices') ?? []).map(Number);
      const problem = castVote(services, row, call.viewer.id, choices);
      if (problem !== undefined) return refusal(invalid(problem));
      call.request.did('vote', row.id);
      return json(entities.poll(world.polls.get(row.id) ?? row, call.viewer.id));
    }),
  ];
}

/** Adds a vote; returns the refusal's words when it is not allowed. */
export function castVote(
  { world }: Pick<Services, 'world'>,
  poll: PollRow,
  voterId: string,
  choices: readonly number[],
): string | undefined {
  if (poll.expiresAt !== null && poll.expiresAt <= world.clock.now()) return 'The poll has already ended';
  if (poll.voters[voterId]) return 'You have already voted on this poll';
  if (world.statuses.get(poll.statusId)?.accountId === voterId) return 'You cannot vote in your own polls';
  if (choices.length === 0 || choices.some((choice) => poll.options[choice] === undefined))
    return 'The chosen vote option does not exist';
  const chosen = poll.multiple ? [...new Set(choices)] : choices.slice(0, 1);
  world.polls.put({
    ...poll,
    options: poll.options.map((option, index) =>
      chosen.includes(index) ? { ...option, votes: option.votes + 1 } : option,
    ),
    voters: { ...poll.voters, [voterId]: chosen },
  });
  return undefined;
}
