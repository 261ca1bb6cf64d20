import type { Metric } from '../../../../src-shared/domain/metric.ts';
import {
  accountKey,
  collectionSchema,
  count,
  keyString,
  moment,
  rowKey,
  workspaceKey,
} from '../../collection.ts';

export const metricsSchema = collectionSchema<Metric>(
  0,
  rowKey,
  {
    workspaceId: workspaceKey,
    accountId: accountKey,
    subject: keyString(400),
    name: keyString(20),
    value: count,
    at: moment,
  },
  [['workspaceId', 'accountId', 'subject', 'name', 'at']],
);
