import { bindNode, type EdgeRules, type GraphNode, type NodeType, type View } from './node.ts';
import type { PageRow, UserRow } from './rows.ts';
import { pageTokenOf, pagesOf } from './tokens.ts';
import type { MetaWorld } from './world.ts';

const always = (row: { readonly createdAt: number }) => ({ at: row.createdAt, committedAt: row.createdAt });

/** The fields of a page that every server of the family gives; a network adds its own. */
export function pageFields(world: MetaWorld): NodeType<PageRow>['fields'] {
  return {
    name: (row) => row.name,
    username: (row) => row.username,
    about: (row) => row.about,
    website: (row) => row.website,
    category: (row) => row.category,
    link: (row, view) => `${view.origin}/${row.username}`,
    picture: (row, view) => ({
      data: { height: 50, is_silhouette: false, url: `${view.origin}/picture/${row.id}`, width: 50 },
    }),
    // Both answer the viewer's own access and role, and nothing to anybody else (facebook-pages §2, page tokens).
    access_token: (row, view) =>
      view.token.type === 'USER' && row.tasks[view.token.userId] !== undefined
        ? pageTokenOf(world, view.token, row).id
        : view.token.profileId === row.id
          ? view.token.id
          : undefined,
    tasks: (row, view) => row.tasks[view.token.userId],
    followers_count: (row) => row.followers,
    fan_count: (row) => Math.floor(row.followers * 0.96),
    instagram_business_account: (row) => (row.instagramId === null ? undefined : { id: row.instagramId }),
    verification_status: () => 'not_verified',
  };
}

export interface People {
  /** A person who logs in: `me`, with the pages that they manage. */
  userNode(id: string, view: View): GraphNode | undefined;
  pageNode(id: string): GraphNode | undefined;
}

/** Nodes of people and pages; `edges` and `fields` are what a network adds to a page. */
export function createPeople(
  world: MetaWorld,
  more: {
    readonly fields?: NodeType<PageRow>['fields'];
    readonly edges?: Readonly<Record<string, EdgeRules<PageRow>>>;
  } = {},
): People {
  const pageType: NodeType<PageRow> = {
    name: 'Page',
    byDefault: ['name'],
    fields: { ...pageFields(world), ...more.fields },
    edges: more.edges ?? {},
  };
  const userType: NodeType<UserRow> = {
    name: 'User',
    byDefault: ['name'],
    fields: { name: (row) => row.name },
    edges: {
      accounts: {
        scopes: ['pages_show_list'],
        list: (_row, view) =>
          pagesOf(world, view.token).map((page) => ({ node: bindNode(pageType, page), ...always(page) })),
      },
      // Nobody here owns pages through a business.
      businesses: { scopes: ['business_management'], list: () => [] },
    },
  };
  return {
    userNode(id, view) {
      // A person is seen by their own access only.
      const row = view.token.userId === id && view.token.type === 'USER' ? world.users.get(id) : undefined;
      return row && bindNode(userType, row);
    },
    pageNode(id) {
      const row = world.pages.get(id);
      return row && bindNode(pageType, row);
    },
  };
}
