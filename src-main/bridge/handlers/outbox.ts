import type { outbox as contract } from '../../../src-shared/bridge/outbox.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { OutboxRunner } from '../../engine/outbox-runner.ts';

export function outboxHandlers(runner: OutboxRunner): Handlers<typeof contract> {
  return {
    submit: async (intent) => {
      const answers = await runner.submit(intent);
      const accepted = answers.filter(({ answer }) => answer.tag === 'ok').length;
      for (const { accountId, answer } of answers) {
        if (answer.tag === 'ok') continue;
        // The mirror shows what became of the other accounts.
        const detail = { ...answer.error.detail, accountId, accepted, refused: answers.length - accepted };
        return err({ ...answer.error, detail });
      }
      return ok({ accepted: true });
    },
    cancel: ({ deliveryId }) => runner.cancel(deliveryId),
    retry: ({ deliveryId }) => runner.retry(deliveryId),
    publishNow: ({ deliveryId }) => runner.publishNow(deliveryId),
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
