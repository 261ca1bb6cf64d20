import type { PostContent, PostRow } from './rows.ts';

/** A post as the API shows it to those who may read it. */
// linkedin §3
export const postEntity = (post: PostRow): object => ({
  id: post.id,
  author: post.author,
  commentary: post.commentary,
  visibility: post.visibility,
  distribution: { feedDistribution: 'MAIN_FEED', thirdPartyDistributionChannels: [] },
  lifecycleState: 'PUBLISHED',
  lifecycleStateInfo: { isEditedByAuthor: post.modifiedAt !== post.createdAt },
  isReshareDisabledByAuthor: post.resharesDisabled,
  createdAt: post.createdAt,
  publishedAt: post.createdAt,
  lastModifiedAt: post.modifiedAt,
  ...(post.content === null ? {} : { content: contentEntity(post.content) }),
  ...(post.reshareOf === null ? {} : { reshareContext: { parent: post.reshareOf, root: post.reshareOf } }),
});

function contentEntity(content: PostContent): object {
  switch (content.tag) {
    case 'media':
      return {
        media: {
          id: content.media,
          ...(content.title === null ? {} : { title: content.title }),
          ...(content.alt === null ? {} : { altText: content.alt }),
        },
      };
    case 'images':
      return {
        multiImage: {
          images: content.images.map(({ id, alt }) => ({ id, ...(alt === null ? {} : { altText: alt }) })),
        },
      };
    case 'article':
      return {
        article: {
          source: content.source,
          title: content.title,
          ...(content.description === null ? {} : { description: content.description }),
          ...(content.thumbnail === null ? {} : { thumbnail: content.thumbnail }),
        },
      };
    case 'poll':
      return {
        poll: {
          question: content.question,
          options: content.options.map((text) => ({ text, isVotedByViewer: false, voteCount: 0 })),
          settings: {
            duration: content.duration,
            voteSelectionType: 'SINGLE_VOTE',
            isVoterVisibleToAuthor: true,
          },
          uniqueVotersCount: 0,
        },
      };
  }
}
