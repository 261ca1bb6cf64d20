import type { Report } from '../world.ts';
import { textOf, objectOf } from '../protocol/json.ts';
import { anyObject, shape, text, union } from '../records/check.ts';
import { did, strongRef } from '../records/terms.ts';
import { answer, type Method } from '../xrpc/method.ts';

/** sheet: 3 Reading, Moderation (report) */
export const moderationMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.moderation.createReport',
    kind: 'procedure',
    auth: 'access',
    input: shape(
      {
        reasonType: text(),
        subject: union({
          'com.atproto.admin.defs#repoRef': shape({ did }),
          'com.atproto.repo.strongRef': strongRef,
        }),
      },
      { reason: text({ maxBytes: 20_000, maxGraphemes: 2000 }), modTool: anyObject },
    ),
    run({ world, did: by, input, request }) {
      const reports = world.state.table<Report>('reports');
      const subject = objectOf(input, 'subject') ?? {};
      const report = reports.put({
        id: String(reports.size + 1),
        by,
        reasonType: textOf(input, 'reasonType') ?? '',
        reason: textOf(input, 'reason') ?? null,
        subject: textOf(subject, 'uri') ?? textOf(subject, 'did') ?? '',
        at: world.clock.now(),
      });
      request.did('report', report.id);
      return answer({
        id: Number(report.id),
        reasonType: report.reasonType,
        reason: report.reason ?? undefined,
        subject,
        reportedBy: by,
        createdAt: new Date(report.at).toISOString(),
      });
    },
  },
];
