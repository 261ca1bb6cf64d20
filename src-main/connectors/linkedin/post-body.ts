import type { Content, PostMedia } from '../../../src-shared/domain/content.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { shownText, toLittleText } from './little-text.ts';
import { postUrnIn, urnKind } from './urn.ts';

/** A medium that the network holds under a URN. */
export interface HeldMedium {
  readonly medium: PostMedia;
  readonly handle: string;
}

const day = 86_400;
/** The only durations that there are. */
const durations: ReadonlyMap<number, string> = new Map([
  [day, 'ONE_DAY'],
  [3 * day, 'THREE_DAYS'],
  [7 * day, 'SEVEN_DAYS'],
  [14 * day, 'FOURTEEN_DAYS'],
]);
const questionMax = 140;
const visibilities: Readonly<Record<string, string>> = {
  everyone: 'PUBLIC',
  'signed-in': 'LOGGED_IN',
  connections: 'CONNECTIONS',
};

/** A post as the network wants it. Everything that the person wrote is in it, or it is refused before it is sent. */
export function postBody(
  author: string,
  content: Content,
  uploaded: readonly HeldMedium[],
): Result<Readonly<Record<string, unknown>>, Failure> {
  const made = contentOf(content, uploaded);
  if (made.tag === 'err') return made;
  const reshare = setting(content, 'reshare');
  const parent = reshare === '' ? null : postUrnIn(reshare);
  if (reshare !== '' && (parent === null || urnKind(parent) === 'activity'))
    return err(failure('setting-invalid', { name: 'reshare' }));
  return ok({
    author,
    commentary: toLittleText(content.text),
    visibility: visibilities[setting(content, 'audience')] ?? 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: content.settings['no-reshare'] === true,
    ...(made.value === null ? {} : { content: made.value }),
    ...(parent === null ? {} : { reshareContext: { parent } }),
  });
}

export const setting = (content: Content, name: string): string => {
  const given = content.settings[name];
  return typeof given === 'string' ? given.trim() : '';
};

function contentOf(content: Content, uploaded: readonly HeldMedium[]): Result<object | null, Failure> {
  const [first] = uploaded;
  if (setting(content, 'format') === 'article') return ok(articleOf(content, first));
  if (content.poll !== null)
    return uploaded.length > 0 ? err(failure('poll-with-media')) : pollOf(content, content.poll);
  if (first === undefined) return ok(null);
  if (uploaded.length > 1) {
    const images = uploaded.map(({ medium, handle }) => ({ id: handle, ...altOf(medium) }));
    return ok({ multiImage: { images } });
  }
  switch (urnKind(first.handle)) {
    case 'document':
      return ok({
        media: { id: first.handle, title: setting(content, 'document-title') || first.medium.name },
      });
    case 'video': {
      const title = setting(content, 'video-title');
      return ok({ media: { id: first.handle, ...(title === '' ? {} : { title }) } });
    }
    default:
      return ok({ media: { id: first.handle, ...altOf(first.medium) } });
  }
}

const altOf = ({ alt, decorative }: PostMedia): { readonly altText?: string } =>
  decorative || alt.trim() === '' ? {} : { altText: alt };

/** Nothing is fetched from the address: the card shows what is said here. */
function articleOf(content: Content, thumbnail: HeldMedium | undefined): object {
  const source = setting(content, 'article-address');
  const description = setting(content, 'article-description');
  const host = URL.canParse(source) ? new URL(source).host : source;
  return {
    article: {
      source,
      title: setting(content, 'article-title') || host,
      ...(description === '' ? {} : { description }),
      ...(thumbnail === undefined ? {} : { thumbnail: thumbnail.handle }),
    },
  };
}

function pollOf(content: Content, poll: NonNullable<Content['poll']>): Result<object, Failure> {
  const duration = durations.get(poll.seconds);
  // A poll of which somebody may choose several answers does not exist here.
  if (duration === undefined || poll.multiple) return err(failure('poll-invalid'));
  const [line = ''] = shownText(content.text).trim().split('\n');
  const question = (setting(content, 'poll-question') || line).slice(0, questionMax);
  return ok({
    poll: { question, options: poll.options.map((text) => ({ text })), settings: { duration } },
  });
}
