import type { outbox as contract } from '../../../src-shared/bridge/outbox.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { refusedFor } from '../../../src-shared/outbox/refused-accounts.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { OutboxRunner } from '../../engine/outbox-runner.ts';

export function outboxHandlers(runner: OutboxRunner): Handlers<typeof contract> {
  return {
    submit: async (intent) => {
      const answers = await runner.submit(intent);
      const refusals = answers.flatMap(({ accountId, answer }) =>
        answer.tag === 'err' ? [{ accountId, reason: answer.error }] : [],
      );
      const [first] = refusals;
      if (first === undefined) return ok({ accepted: true });
      const refused = refusals.map(({ accountId }) => accountId);
      return err(refusedFor(first.reason, refused, answers.length - refused.length));
    },
    cancel: ({ deliveryId }) => runner.cancel(deliveryId),
    retry: ({ deliveryId }) => runner.retry(deliveryId),
    publishNow: ({ deliveryId, at }) => runner.publishNow(deliveryId, at),
    reorder: ({ deliveryId, before }) => runner.reorder(deliveryId, before),
    decide: ({ deliveryId, decision }) =>
      runner.decide(
        deliveryId,
        decision.tag === 'this-one'
          ? {
              tag: 'this-one',
              remote: { remoteId: decision.remoteId, url: decision.url, handle: '', createdAt: null },
            }
          : decision,
      ),
  };
}
