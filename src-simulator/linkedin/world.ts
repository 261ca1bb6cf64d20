import type { BlobStore } from '../core/blobs.ts';
import type { SimClock } from '../core/clock.ts';
import type { StateStore, Table } from '../core/state.ts';
import { createIds, type Ids } from './ids.ts';
import type {
  AppRow,
  CommentRow,
  FollowRow,
  GrantRow,
  MediaRow,
  MemberRow,
  NotificationRow,
  OrganizationRow,
  PostRow,
  ReactionRow,
  RefreshRow,
  RoleRow,
  TokenRow,
  TraceRow,
} from './rows.ts';
import type { LinkedinSettings } from './settings.ts';
import { memberUrn, organizationUrn, readCommentUrn, urnId, urnKind } from './urn.ts';

/** Everything that the simulated server knows: its tables, and the indexes rebuilt from them at start. */
export interface World {
  readonly settings: LinkedinSettings;
  readonly clock: SimClock;
  readonly ids: Ids;
  readonly blobs: BlobStore;
  /** e.g. `http://127.0.0.1:4711`; known once the server listens. */
  readonly baseUrl: () => string;
  readonly members: Table<MemberRow>;
  readonly organizations: Table<OrganizationRow>;
  readonly roles: Table<RoleRow>;
  readonly apps: Table<AppRow>;
  readonly grants: Table<GrantRow>;
  readonly tokens: Table<TokenRow>;
  readonly refreshes: Table<RefreshRow>;
  readonly traces: Table<TraceRow>;
  readonly media: Table<MediaRow>;
  readonly follows: Table<FollowRow>;
  /** Write these four only through the functions below. */
  readonly posts: Table<PostRow>;
  readonly comments: Table<CommentRow>;
  readonly reactions: Table<ReactionRow>;
  readonly notifications: Table<NotificationRow>;

  putPost(row: PostRow): PostRow;
  dropPost(row: PostRow): void;
  /** By its share, its ugcPost or its activity. */
  post(urn: string): PostRow | undefined;
  /** Of an author, oldest first. */
  postsOf(author: string): readonly PostRow[];
  putComment(row: CommentRow): CommentRow;
  dropComment(row: CommentRow): void;
  /** By its URN in either spelling. */
  comment(urn: string): CommentRow | undefined;
  /** Oldest first. `parent` null: those that answer the post itself. */
  commentsUnder(activity: string, parent: string | null): readonly CommentRow[];
  putReaction(row: ReactionRow): ReactionRow;
  dropReaction(id: string): boolean;
  reactionsOn(root: string): readonly ReactionRow[];
  putNotification(row: NotificationRow): NotificationRow;
  notificationsOf(organization: string): readonly NotificationRow[];
  /** The name that people see of a member's or an organisation's URN. */
  nameOf(urn: string): string | undefined;
  memberOfToken(token: TokenRow): MemberRow | undefined;
  /** Fills the indexes from the tables: at start, and after a reset. */
  reindex(): void;
}

type Groups<R> = Map<string, R[]>;

/** Opens the world over a state store. */
export function createWorld(deps: {
  readonly state: StateStore;
  readonly blobs: BlobStore;
  readonly clock: SimClock;
  readonly settings: LinkedinSettings;
  readonly baseUrl: () => string;
}): World {
  const { state } = deps;
  const members = state.table<MemberRow>('members');
  const organizations = state.table<OrganizationRow>('organizations');
  const posts = state.table<PostRow>('posts');
  const comments = state.table<CommentRow>('comments');
  const reactions = state.table<ReactionRow>('reactions');
  const notifications = state.table<NotificationRow>('notifications');
  const media = state.table<MediaRow>('media');
  const traces = state.table<TraceRow>('traces');

  let ids = createIds();
  const byActivity = new Map<string, string>();
  const byAuthor: Groups<string> = new Map();
  const underPost: Groups<string> = new Map();
  const onRoot: Groups<string> = new Map();
  const received: Groups<string> = new Map();

  const indexPost = (row: PostRow): void => {
    byActivity.set(row.activity, row.id);
    add(byAuthor, row.author, row.id);
  };
  const placeOf = (row: CommentRow): string => `${row.activity} ${row.parent ?? ''}`;
  const seen = (urn: string): void => ids.seen(/(\d+)\)?$/.exec(urn)?.[1] ?? '');
  const rows = <R extends { readonly id: string }>(table: Table<R>, kept: readonly string[] = []): R[] =>
    kept.flatMap((id) => table.get(id) ?? []);

  return {
    settings: deps.settings,
    clock: deps.clock,
    blobs: deps.blobs,
    baseUrl: deps.baseUrl,
    get ids() {
      return ids;
    },
    members,
    organizations,
    roles: state.table<RoleRow>('roles'),
    apps: state.table<AppRow>('apps'),
    grants: state.table<GrantRow>('grants'),
    tokens: state.table<TokenRow>('tokens'),
    refreshes: state.table<RefreshRow>('refreshes'),
    traces,
    media,
    follows: state.table<FollowRow>('follows'),
    posts,
    comments,
    reactions,
    notifications,

    putPost(row) {
      if (!posts.get(row.id)) indexPost(row);
      return posts.put(row);
    },
    dropPost(row) {
      posts.delete(row.id);
      byActivity.delete(row.activity);
      remove(byAuthor, row.author, row.id);
    },
    post(urn) {
      return posts.get(byActivity.get(urn) ?? urn);
    },
    postsOf: (author) => rows(posts, byAuthor.get(author)),
    putComment(row) {
      if (!comments.get(row.id)) add(underPost, placeOf(row), row.id);
      return comments.put(row);
    },
    dropComment(row) {
      comments.delete(row.id);
      remove(underPost, placeOf(row), row.id);
    },
    comment(urn) {
      const read = readCommentUrn(urn);
      return read && comments.get(`urn:li:comment:(${read.activity},${read.number})`);
    },
    commentsUnder: (activity, parent) => rows(comments, underPost.get(`${activity} ${parent ?? ''}`)),
    putReaction(row) {
      if (!reactions.get(row.id)) add(onRoot, row.root, row.id);
      return reactions.put(row);
    },
    dropReaction(id) {
      const row = reactions.get(id);
      if (row) remove(onRoot, row.root, id);
      return reactions.delete(id);
    },
    reactionsOn: (root) => rows(reactions, onRoot.get(root)),
    putNotification(row) {
      add(received, row.organization, row.id);
      return notifications.put(row);
    },
    notificationsOf: (organization) => rows(notifications, received.get(organization)),
    nameOf(urn) {
      if (urnKind(urn) === 'organization') return organizations.get(urnId(urn))?.name;
      const member = members.get(urnId(urn));
      return member && `${member.firstName} ${member.lastName}`.trim();
    },
    memberOfToken: (token) => members.get(token.memberId),
    reindex() {
      ids = createIds();
      for (const index of [byActivity, byAuthor, underPost, onRoot, received]) index.clear();
      for (const row of posts.values()) {
        indexPost(row);
        seen(row.id);
        seen(row.activity);
      }
      for (const row of comments.values()) {
        add(underPost, placeOf(row), row.id);
        ids.seen(row.number);
      }
      for (const row of reactions.values()) add(onRoot, row.root, row.id);
      for (const row of notifications.values()) {
        add(received, row.organization, row.id);
        ids.seen(row.id);
      }
      for (const row of media.values()) seen(row.id);
      for (const row of traces.values()) seen(row.id);
    },
  };
}

/** Who acts with a token: the member, or the organisation whose page it is that the member looks after. */
export const accountOf = (member: MemberRow): string => member.home ?? memberUrn(member.id);

/** What tests may call an account: the URN of a page, or of a member. */
export const isAccountOf = (member: MemberRow, account: string): boolean =>
  account === memberUrn(member.id) || account === member.home;

export const urnOfOrganization = (row: OrganizationRow): string => organizationUrn(row.id);

function add(groups: Groups<string>, key: string, id: string): void {
  const group = groups.get(key);
  if (group) group.push(id);
  else groups.set(key, [id]);
}

function remove(groups: Groups<string>, key: string, id: string): void {
  const group = groups.get(key);
  const at = group?.indexOf(id) ?? -1;
  if (at >= 0) group?.splice(at, 1);
}
