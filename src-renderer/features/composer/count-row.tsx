import type { Account } from '../../../src-shared/domain/account.ts';
import { markOf } from '../../previews/index.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Counter } from '../../ui/feedback/counter.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import { shortName } from './names.ts';

/** How long the text is for an account, in words. */
export function countWords(text: Text, { account, count }: Target, among: readonly Account[]): string {
  if (count === null) return '';
  const name = shortName(account, among);
  // A unit of the network's own has no name here.
  if (account.manifest.counting.rule === 'matches')
    return count.over > 0
      ? text.t('composer.countUnitsOver', { account: name, count: count.over, limit: count.max })
      : text.t('composer.countUnits', { account: name, count: count.length, limit: count.max });
  return count.over > 0
    ? text.t('composer.countOver', { account: name, count: count.over, limit: count.max })
    : text.t('composer.count', { account: name, count: count.length, limit: count.max });
}

/** 246 / 500, as each network counts, for everybody who leaves with this text. */
export function CountRow({
  id,
  targets,
  among,
}: {
  readonly id: string;
  readonly targets: readonly Target[];
  readonly among: readonly Account[];
}) {
  const text = useText();
  return (
    <div id={id} className={styles.counts}>
      {targets.map((target) =>
        target.count === null ? null : (
          <span key={target.account.id} className={styles.count}>
            <NetworkMark mark={markOf(target.account)} size={12} />
            <Counter
              used={target.count.length}
              limit={target.count.max}
              format={text.number}
              label={countWords(text, target, among)}
            />
          </span>
        ),
      )}
    </div>
  );
}
