import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, send, type GraphCall } from '../meta/graph.ts';
import { jsonOf } from '../meta/json.ts';
import { wireSuccessSchema } from '../meta/wire-graph.ts';
import { goneFromPage, goneFromScheduler } from './gone.ts';
import { readHeld } from './held.ts';
import { idPath, pageContext } from './page-context.ts';
import { nothingMade } from './remotes.ts';

/** Writes that make nothing: what is said of what stands already. */
type Outcome = Promise<Result<Performed, ConnectorError>>;

/**
 * Takes a post back from the network's scheduler. It is looked at first: what was published meanwhile would be deleted
 * with everything that people wrote under it.
 */
export async function recall(ctx: ConnectorContext, id: string): Outcome {
  const held = await readHeld(ctx, id);
  if (held.tag === 'err') return held;
  if (held.value.isOut) return err({ tag: 'gone', failure: failure('target-gone') });
  const back = await act(ctx, { method: 'DELETE', path: idPath(id) });
  return back.tag === 'ok' ? back : err(await goneFromScheduler(ctx, id, back.error));
}

/** A post or comment that surely is not there any more is one deleted. */
export async function remove(ctx: ConnectorContext, about: Extract<Operation, { tag: 'delete' }>): Outcome {
  const answer = await act(ctx, { method: 'DELETE', path: idPath(about.remoteId) });
  if (answer.tag === 'ok') return answer;
  const error = await goneFromPage(ctx, about, answer.error);
  return error.tag === 'gone' ? ok({ tag: 'done', remote: nothingMade }) : err(error);
}

/** The answer names each person, and whether it worked. */
export async function block(ctx: ConnectorContext, personId: string, on: boolean): Outcome {
  const path = idPath(ctx.me.remoteId, 'blocked');
  const answer = await ask(
    pageContext(ctx),
    'write',
    v.record(v.string(), v.unknown()),
    on
      ? { method: 'POST', path, body: { json: { user: [personId] } } }
      : { method: 'DELETE', path, query: { user: personId } },
  );
  if (answer.tag === 'err') return answer;
  return answer.value[personId] === false
    ? err({ tag: 'gone', failure: failure('target-gone') })
    : ok({ tag: 'done', remote: nothingMade });
}

/** A write of which only "yes" matters: repeating it changes nothing. */
export async function act(ctx: ConnectorContext, call: GraphCall): Outcome {
  const answer = await send(pageContext(ctx), 'write', call);
  if (answer.tag === 'err') return err(answer.error.error);
  const said = v.safeParse(wireSuccessSchema, jsonOf(answer.value.text));
  return said.success && !said.output.success
    ? err({ tag: 'server', failure: failure('server-error', { host: new URL(ctx.origin).host }) })
    : ok({ tag: 'done', remote: nothingMade });
}
