import { err, ok, type Result } from '../../src-shared/result.ts';
import { checkMedia, checkText, mentionsIn, readLanguage, readPoll } from './draft.ts';
import { tagsIn } from './text.ts';
import type { FanOut } from './fan-out.ts';
import type { ApiFailure } from './failure.ts';
import type { Params } from './params.ts';
import type { AccountRow, PollParams, StatusDraft, StatusRow } from './rows.ts';
import type { World } from './world.ts';

/** Makes, changes and removes statuses; everything that writes one passes here. */
export interface Publishing {
  publish(author: AccountRow, draft: StatusDraft): StatusRow;
  edit(author: AccountRow, status: StatusRow, params: Params): Result<StatusRow, ApiFailure>;
  /** Changes a text without checking it: what people elsewhere write is not bound by this server's limits. */
  rewrite(
    status: StatusRow,
    change: Partial<Pick<StatusRow, 'text' | 'spoilerText' | 'sensitive'>>,
  ): StatusRow;
  remove(status: StatusRow, deleteMedia: boolean): void;
  reblog(by: AccountRow, status: StatusRow, visibility: StatusRow['visibility']): StatusRow;
  /** Plans the end of a poll; called again for every open poll when the server starts. */
  armPoll(pollId: string): void;
}

export function createPublishing(
  world: World,
  fanOut: FanOut,
  hooks: {
    /** A client's public status appeared: the audience may react. */
    readonly onPublished: (status: StatusRow, author: AccountRow) => void;
  },
): Publishing {
  const { clock } = world;

  function makePoll(statusId: string, poll: PollParams): string {
    const id = world.ids.next('polls');
    world.polls.put({
      id,
      statusId,
      options: poll.options.map((title) => ({ title, votes: 0 })),
      expiresAt: clock.now() + poll.expiresIn * 1000,
      multiple: poll.multiple,
      hideTotals: poll.hideTotals,
      voters: {},
    });
    armPoll(id);
    return id;
  }

  /** A poll sent again with the same answers keeps its votes; new answers begin at nothing. */
  function editedPoll(status: StatusRow, asked: PollParams): string {
    const known = status.pollId === null ? undefined : world.polls.get(status.pollId);
    const same = known && known.options.map((option) => option.title).join('\n') === asked.options.join('\n');
    return same && known.multiple === asked.multiple ? known.id : makePoll(status.id, asked);
  }

  function armPoll(pollId: string): void {
    const poll = world.polls.get(pollId);
    if (!poll || poll.expiresAt === null || poll.expiresAt <= clock.now()) return;
    clock.after(poll.expiresAt - clock.now(), () => {
      const ended = world.polls.get(pollId);
      const status = ended && world.statuses.get(ended.statusId);
      if (!ended || !status || ended.expiresAt === null || ended.expiresAt > clock.now()) return;
      for (const id of new Set([status.accountId, ...Object.keys(ended.voters)]))
        fanOut.notify('poll', id, status.accountId, status.id);
    });
  }

  function attach(mediaIds: readonly string[], statusId: string): void {
    for (const id of mediaIds) {
      const media = world.media.get(id);
      if (media) world.media.put({ ...media, statusId, scheduledId: null });
    }
  }

  function publish(author: AccountRow, draft: StatusDraft): StatusRow {
    const createdAt = draft.createdAt ?? clock.now();
    const id = world.ids.at(createdAt);
    const parent = draft.inReplyToId === null ? undefined : world.statuses.get(draft.inReplyToId);
    const mentions = mentionsIn(world, draft.text).filter((mentioned) => mentioned !== author.id);
    const status = world.putStatus({
      id,
      accountId: author.id,
      text: draft.text,
      spoilerText: draft.spoilerText,
      visibility: draft.visibility,
      sensitive: draft.sensitive,
      language: draft.language,
      createdAt,
      editedAt: null,
      inReplyToId: parent?.id ?? null,
      inReplyToAccountId: parent?.accountId ?? null,
      conversationId: parent?.conversationId ?? id,
      mediaIds: draft.mediaIds,
      pollId: draft.poll === null ? null : makePoll(id, draft.poll),
      reblogOf: null,
      quotedId: draft.quotedId,
      quotePolicy: draft.quotePolicy,
      mentions,
      tags: tagsIn(draft.text),
      appId: draft.appId,
      edits: [],
      committedAt: clock.now(),
    });
    attach(draft.mediaIds, id);
    fanOut.created(status);
    if (draft.visibility === 'public' || draft.visibility === 'unlisted') hooks.onPublished(status, author);
    return status;
  }

  function rewrite(
    status: StatusRow,
    change: Partial<
      Pick<
        StatusRow,
        'text' | 'spoilerText' | 'sensitive' | 'language' | 'mediaIds' | 'pollId' | 'quotePolicy'
      >
    >,
  ): StatusRow {
    const text = change.text ?? status.text;
    const before = {
      text: status.text,
      spoilerText: status.spoilerText,
      sensitive: status.sensitive,
      mediaIds: status.mediaIds,
      pollOptions:
        status.pollId === null
          ? null
          : (world.polls.get(status.pollId)?.options.map((option) => option.title) ?? null),
      at: status.editedAt ?? status.createdAt,
    };
    const changed = world.putStatus({
      ...status,
      ...change,
      text,
      mentions: mentionsIn(world, text).filter((id) => id !== status.accountId),
      tags: tagsIn(text),
      editedAt: clock.now(),
      edits: [...status.edits, before],
    });
    for (const id of changed.mentions)
      if (!status.mentions.includes(id)) fanOut.notify('mention', id, changed.accountId, changed.id);
    fanOut.edited(changed);
    return changed;
  }

  return {
    publish,
    rewrite,
    armPoll,
    edit(author, status, params) {
      const text = params.text('status') ?? status.text;
      const spoilerText = params.text('spoiler_text') ?? (params.has('status') ? '' : status.spoilerText);
      const mediaIds = params.list('media_ids') ?? (params.has('status') ? [] : status.mediaIds);
      const poll = readPoll(world, params);
      if (poll.tag === 'err') return poll;
      const problem =
        checkMedia(world, author, mediaIds, poll.value !== null, status.id) ??
        checkText(world, { text, spoilerText }, mediaIds.length > 0 || poll.value !== null);
      if (problem) return err(problem);
      const described = params.nestedList('media_attributes');
      const policy = params.text('quote_approval_policy');
      const sensitive = (params.boolean('sensitive') ?? false) || spoilerText !== '';
      const language = readLanguage(params.text('language')) ?? status.language;
      const unchanged =
        text === status.text &&
        spoilerText === status.spoilerText &&
        sensitive === status.sensitive &&
        language === status.language &&
        mediaIds.join() === status.mediaIds.join() &&
        described.length === 0 &&
        poll.value === null &&
        status.pollId === null &&
        policy === undefined;
      if (unchanged) return ok(status);
      for (const attributes of described) {
        const media = world.media.get(attributes.text('id') ?? '');
        const description = attributes.text('description');
        if (media && media.statusId === status.id && description !== undefined)
          world.media.put({ ...media, description });
      }
      attach(mediaIds, status.id);
      return ok(
        rewrite(status, {
          text,
          spoilerText,
          sensitive,
          language,
          mediaIds,
          pollId: poll.value === null ? null : editedPoll(status, poll.value),
          quotePolicy:
            policy === 'public' || policy === 'followers' || policy === 'nobody'
              ? policy
              : status.quotePolicy,
        }),
      );
    },
    remove(status, deleteMedia) {
      for (const id of world.reblogsOf(status.id).copy()) {
        const reblog = world.statuses.get(id);
        if (reblog) world.dropStatus(reblog);
      }
      fanOut.removed(status);
      world.dropStatus(status);
      for (const kind of ['favourite', 'bookmark', 'pin'] as const)
        for (const accountId of world.markers(kind, status.id)) world.dropMark(kind, accountId, status.id);
      for (const id of status.mediaIds) {
        const media = world.media.get(id);
        if (!media) continue;
        if (deleteMedia) world.media.delete(id);
        else world.media.put({ ...media, statusId: null });
      }
      if (status.pollId !== null) world.polls.delete(status.pollId);
    },
    reblog(by, status, visibility) {
      const id = world.ids.at(clock.now());
      const row = world.putStatus({
        ...status,
        id,
        accountId: by.id,
        text: '',
        spoilerText: '',
        visibility,
        createdAt: clock.now(),
        editedAt: null,
        inReplyToId: null,
        inReplyToAccountId: null,
        mediaIds: [],
        pollId: null,
        reblogOf: status.id,
        quotedId: null,
        mentions: [],
        tags: [],
        appId: null,
        edits: [],
        committedAt: clock.now(),
      });
      fanOut.notify('reblog', status.accountId, by.id, status.id);
      fanOut.created(row);
      return row;
    },
  };
}
