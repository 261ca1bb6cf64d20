import { Snowflake } from 'lucide-react';
import type { Post } from '../../../src-shared/domain/post.ts';
import { useFrozenAccounts } from '../../state/brakes.ts';
import { useText } from '../../text/text-context.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { actionOf, type Target } from './composition.ts';
import { atHandle } from './names.ts';

/** The red button is pressed for some of the accounts: whoever writes knows it before they press "schedule". */
export function FrozenNotice({
  post,
  targets,
}: {
  readonly post: Post;
  readonly targets: readonly Target[];
}) {
  const { t, formats } = useText();
  const frozen = useFrozenAccounts(
    post.workspaceId,
    targets.map(({ account }) => account.id),
    actionOf(post),
  );
  if (frozen.length === 0) return null;
  const named = targets.filter(({ account }) => frozen.includes(account.id));
  return (
    <Banner tone="warn" icon={Snowflake} role="status">
      {frozen.length === targets.length
        ? t('brakes.composer.all')
        : t('brakes.composer.some', {
            accounts: formats.list(named.map(({ account }) => atHandle(account))),
          })}
    </Banner>
  );
}
