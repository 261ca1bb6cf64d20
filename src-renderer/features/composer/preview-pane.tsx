import { UsersRound } from 'lucide-react';
import { memo } from 'react';
import { commentPiece, partsOf, piecesOf } from '../../../src-shared/domain/pieces.ts';
import { localMedium, remotePicture } from '../../state/media-url.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { lookOf, markOf } from '../../previews/index.ts';
import { useText } from '../../text/text-context.tsx';
import { Counter } from '../../ui/feedback/counter.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import { countWords } from './count-row.tsx';
import { atHandle } from './names.ts';
import { PriceLine } from './price-line.tsx';
import threadStyles from './thread.module.css';

/** How the post will look to each account's readers. Drawn again for what it shows: a key waits for its letter alone. */
export const PreviewPane = memo(function PreviewPane({
  targets,
  when,
  isPlanned,
}: {
  readonly targets: readonly Target[];
  readonly when: string;
  readonly isPlanned: boolean;
}) {
  const text = useText();
  const { t } = text;
  const among = targets.map(({ account }) => account);
  const vitalsOf = useVitals();
  return (
    // It scrolls by itself: a keyboard must be able to.
    <div className={styles.previews} role="group" aria-label={t('composer.previews')} tabIndex={0}>
      {targets.length === 0 && <EmptyState icon={UsersRound} title={t('composer.noAccountChosen')} />}
      {targets.map((target) => {
        const { account, content, count } = target;
        const { Preview } = lookOf(account.network);
        return (
          <section
            key={account.id}
            className={styles.preview}
            aria-label={t('composer.previewOf', {
              network: account.manifest.name,
              handle: atHandle(account),
            })}
          >
            <header className={styles.previewHead}>
              <NetworkMark mark={markOf(account)} />
              <h2>{account.manifest.name}</h2>
              {count !== null && (
                <Counter
                  used={count.length}
                  limit={count.max}
                  format={text.number}
                  label={countWords(text, target, among)}
                />
              )}
            </header>
            <PriceLine target={target} vitals={vitalsOf(account.id)} isPlanned={isPlanned} />
            <ol className={threadStyles.chain}>
              {piecesOf(content).map((piece, index, all) => (
                <li key={piece.key} className={threadStyles.chainPart}>
                  {all.length > 1 && (
                    <p className={threadStyles.chainName}>
                      {piece.key === commentPiece
                        ? t('words.firstComment')
                        : t('words.partOf', { n: index + 1, count: partsOf(content).length + 1 })}
                    </p>
                  )}
                  <Preview
                    account={account}
                    content={piece.content}
                    when={when}
                    avatarSrc={account.avatarUrl === null ? null : remotePicture(account.avatarUrl)}
                    mediumSrc={localMedium}
                  />
                </li>
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
});
