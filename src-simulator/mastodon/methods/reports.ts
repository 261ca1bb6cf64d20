import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { invalid, notFound, refusal } from '../failure.ts';
import type { ReportRow } from '../rows.ts';
import type { Services } from '../services.ts';

// sheet: Reading (moderation: a comment of at most 1000 characters)
const LONGEST_COMMENT = 1000;
const CATEGORIES: readonly ReportRow['category'][] = ['spam', 'legal', 'violation', 'other'];

export function reportRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  return [
    endpoints.user('POST', '/api/v1/reports', 'reports.create', ['write:reports'], (call) => {
      const { params, viewer } = call;
      const target = world.accounts.get(params.text('account_id') ?? '');
      if (!target) return refusal(notFound);
      const comment = params.text('comment') ?? '';
      if (Array.from(comment).length > LONGEST_COMMENT)
        return refusal(invalid(`Comment is too long (maximum is ${LONGEST_COMMENT} characters)`));
      const ruleIds = params.list('rule_ids') ?? [];
      const asked = CATEGORIES.find((category) => category === params.text('category')) ?? 'other';
      const statusIds = (params.list('status_ids') ?? []).filter(
        (id) => world.statuses.get(id)?.accountId === target.id,
      );
      const row = world.reports.put({
        id: world.ids.next('reports'),
        accountId: viewer.id,
        targetId: target.id,
        statusIds,
        comment,
        category: ruleIds.length > 0 ? 'violation' : asked,
        forwarded: params.boolean('forward') ?? false,
        ruleIds,
        committedAt: world.clock.now(),
      });
      call.request.did('report', row.id);
      return json(entities.report(row));
    }),
  ];
}
