import { wholeText } from '../../../src-shared/domain/pieces.ts';
import { memo, useMemo } from 'react';
import { neighbourWarnings, type NeighbourWarning } from '../../../src-shared/composing/neighbours.ts';
import { compared, type Compared } from '../../../src-shared/composing/similar.ts';
import { groupedBy } from '../../../src-shared/grouped-by.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useNeighbours } from '../../state/neighbours.ts';
import { usePublishing } from '../../state/publishing.ts';
import { useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { neighbourText } from '../../state/neighbour-text.ts';
import type { Target } from './composition.ts';
import { shortName } from './names.ts';

/** The same text lately, or another post within minutes, on one of the accounts: worth a look, never an obstacle. */
export const NeighbourNotices = memo(function NeighbourNotices({
  post,
  targets,
}: {
  readonly post: Post;
  readonly targets: readonly Target[];
}) {
  const text = useText();
  const { t } = text;
  const now = useNow(30_000);
  const showDelivery = useNavigation((navigation) => navigation.showDelivery);
  const rules = usePublishing(post.workspaceId);
  const at = post.planned?.dueAt ?? now;
  const others = useNeighbours(post.workspaceId, at, rules.similarDays, post.intentId);
  // Ten thousand posts are not gone through for each of fifty accounts at each key.
  const ofAccount = useMemo(() => groupedBy(others, ({ accountId }) => accountId), [others]);
  const found = useMemo<readonly NeighbourWarning[]>(() => {
    if (post.target !== null) return [];
    // Fifty accounts mostly have one text: it is looked at once.
    const texts = new Map<string, Compared>();
    return targets.flatMap(({ account, content }) => {
      const whole = wholeText(content);
      const compare = texts.get(whole) ?? compared(whole);
      texts.set(whole, compare);
      const near = ofAccount.get(account.id) ?? [];
      return neighbourWarnings({ accountId: account.id, text: compare, at }, near, rules);
    });
  }, [post.target, targets, ofAccount, rules, at]);
  const among = targets.map(({ account }) => account);
  return found.map((warning) => {
    const account = among.find(({ id }) => id === warning.accountId);
    if (account === undefined) return null;
    return (
      <Banner
        key={`${warning.tag} ${warning.accountId}`}
        tone="warn"
        subject={t('composer.about', { networks: shortName(account, among) })}
        actions={
          <Button size="small" onPress={() => showDelivery(warning.other.id)}>
            {t('composer.seeOther')}
          </Button>
        }
      >
        {neighbourText(text, warning, now)}
      </Banner>
    );
  });
});
