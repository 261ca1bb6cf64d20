import { err, ok, type Result } from '../../src-shared/result.ts';
import { invalid, type ApiFailure } from './failure.ts';
import type { Publishing } from './publishing.ts';
import type { AccountRow, ScheduledRow, StatusDraft } from './rows.ts';
import type { World } from './world.ts';

/** The server's own scheduler: holds statuses and publishes them at their hour. */
export interface Scheduling {
  /** Checks a moment (epoch ms) without storing anything. */
  check(author: AccountRow, moment: number, except?: string): ApiFailure | undefined;
  hold(author: AccountRow, draft: StatusDraft, moment: number): Result<ScheduledRow, ApiFailure>;
  move(row: ScheduledRow, author: AccountRow, moment: number): Result<ScheduledRow, ApiFailure>;
  cancel(row: ScheduledRow): void;
  /** Arms the timer of everything held; called once when the server starts. What was missed leaves at once. */
  resume(): void;
}

// sheet: Publish / Native scheduling
const EARLIEST_MS = 5 * 60_000;

export function createScheduling(world: World, publishing: Publishing): Scheduling {
  const { clock } = world;

  function fire(id: string): void {
    const row = world.scheduled.get(id);
    if (!row) return;
    // Moved since: another timer carries it.
    if (row.scheduledAt > clock.now()) return;
    const author = world.accounts.get(row.accountId);
    world.scheduled.delete(id);
    if (author) publishing.publish(author, row.draft);
  }

  function arm(row: ScheduledRow): void {
    clock.after(row.scheduledAt - clock.now(), () => fire(row.id));
  }

  function check(author: AccountRow, moment: number, except?: string): ApiFailure | undefined {
    if (moment < clock.now() + EARLIEST_MS)
      return invalid('Scheduled at The scheduled date must be in the future');
    const { scheduledTotal, scheduledPerDay } = world.flavour.limits;
    const day = (ms: number): number => Math.floor(ms / 86_400_000);
    const own = [...world.scheduled.values()].filter(
      (row) => row.accountId === author.id && row.id !== except,
    );
    if (own.length >= scheduledTotal)
      return invalid(`You have exceeded the limit of ${scheduledTotal} scheduled posts`);
    if (own.filter((row) => day(row.scheduledAt) === day(moment)).length >= scheduledPerDay)
      return invalid(`You have exceeded the limit of ${scheduledPerDay} scheduled posts for today`);
    return undefined;
  }

  return {
    check,
    hold(author, draft, moment) {
      const problem = check(author, moment);
      if (problem) return err(problem);
      const row = world.scheduled.put({
        id: world.ids.next('scheduled'),
        accountId: author.id,
        scheduledAt: moment,
        draft,
        committedAt: clock.now(),
      });
      for (const id of draft.mediaIds) {
        const media = world.media.get(id);
        if (media) world.media.put({ ...media, scheduledId: row.id });
      }
      arm(row);
      return ok(row);
    },
    move(row, author, moment) {
      const problem = check(author, moment, row.id);
      if (problem) return err(problem);
      const moved = world.scheduled.put({ ...row, scheduledAt: moment });
      arm(moved);
      return ok(moved);
    },
    cancel(row) {
      world.scheduled.delete(row.id);
      for (const id of row.draft.mediaIds) {
        const media = world.media.get(id);
        if (media) world.media.put({ ...media, scheduledId: null });
      }
    },
    resume() {
      for (const row of world.scheduled.values()) arm(row);
    },
  };
}
