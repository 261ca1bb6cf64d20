import { accountsSchema } from './collections/accounts/schema.ts';
import { migrations as accounts } from './collections/accounts/migrations.ts';
import { conversationsSchema } from './collections/conversations/schema.ts';
import { migrations as conversations } from './collections/conversations/migrations.ts';
import { deliveriesSchema } from './collections/deliveries/schema.ts';
import { migrations as deliveries } from './collections/deliveries/migrations.ts';
import { intentsSchema } from './collections/intents/schema.ts';
import { migrations as intents } from './collections/intents/migrations.ts';
import { mediaSchema } from './collections/media/schema.ts';
import { migrations as media } from './collections/media/migrations.ts';
import { messagesSchema } from './collections/messages/schema.ts';
import { migrations as messages } from './collections/messages/migrations.ts';
import { metricsSchema } from './collections/metrics/schema.ts';
import { migrations as metrics } from './collections/metrics/migrations.ts';
import { peopleSchema } from './collections/people/schema.ts';
import { migrations as people } from './collections/people/migrations.ts';
import { postsSchema } from './collections/posts/schema.ts';
import { migrations as posts } from './collections/posts/migrations.ts';
import { recordsSchema } from './collections/records/schema.ts';
import { migrations as records } from './collections/records/migrations.ts';
import { triageSchema } from './collections/triage/schema.ts';
import { migrations as triage } from './collections/triage/migrations.ts';
import { workspacesSchema } from './collections/workspaces/schema.ts';
import { migrations as workspaces } from './collections/workspaces/migrations.ts';

/**
 * Every collection: its schema, its version and what leads from one version to the next. `tests/unit/schemas.test.ts`
 * fails when a schema changes and its version does not.
 */
export const authored = {
  workspaces: { schema: workspacesSchema, migrationStrategies: { ...workspaces } },
  posts: { schema: postsSchema, migrationStrategies: { ...posts } },
  intents: { schema: intentsSchema, migrationStrategies: { ...intents } },
  triage: { schema: triageSchema, migrationStrategies: { ...triage } },
  records: { schema: recordsSchema, migrationStrategies: { ...records } },
  media: { schema: mediaSchema, migrationStrategies: { ...media } },
};

export const mirrored = {
  messages: { schema: messagesSchema, migrationStrategies: { ...messages } },
  conversations: { schema: conversationsSchema, migrationStrategies: { ...conversations } },
  people: { schema: peopleSchema, migrationStrategies: { ...people } },
  deliveries: { schema: deliveriesSchema, migrationStrategies: { ...deliveries } },
  metrics: { schema: metricsSchema, migrationStrategies: { ...metrics } },
  accounts: { schema: accountsSchema, migrationStrategies: { ...accounts } },
};

/**
 * The version of the store as a whole: the sum of its schemas' versions and of `layout`, which grows when something
 * changes that no schema shows. A store with a higher one was written by a newer Vigie and is opened read-only.
 */
const layout = 1;
export const storeVersion = [...Object.values(authored), ...Object.values(mirrored)].reduce(
  (sum, { schema }) => sum + schema.version,
  layout,
);
