import { History } from 'lucide-react';
import { countGraphemes } from 'unicode-segmenter/grapheme';
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { saysTheSame, versionOf, type Version } from '../../../src-shared/composing/version.ts';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { allMedia, wholeText } from '../../../src-shared/domain/pieces.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import { accountIdSchema } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { WordDiff } from '../../ui/rich-text/word-diff.tsx';
import { atHandle } from './names.ts';
import type { Draft } from './use-draft.ts';
import styles from './versions.module.css';

/** What a draft said before, each compared with what it says now; any of them can be taken up again. */
export function VersionsDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly draft: Draft;
  readonly accounts: readonly Account[];
}) {
  const { t } = useText();
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={t('composer.versions')}
      closeLabel={t('words.close')}
      size="wide"
    >
      <Versions {...props} />
    </Dialog>
  );
}

function Versions({
  onClose,
  draft,
  accounts,
}: {
  readonly onClose: () => void;
  readonly draft: Draft;
  readonly accounts: readonly Account[];
}) {
  const { t, times } = useText();
  const { history, toasts } = useRealm();
  const now = useNow();
  const { post } = draft;
  const [versions, setVersions] = useState<readonly Version[] | null>(null);
  const [chosenAt, setChosenAt] = useState<number | null>(null);
  useEffect(() => {
    let isOpen = true;
    void history.versionsOf(post.id).then((found) => {
      // The one that says what the draft says now has nothing to give back.
      if (isOpen) setVersions(found.filter((version) => !saysTheSame(version, post)));
    });
    return () => {
      isOpen = false;
    };
    // What was there when the list was opened: it does not change under the reader.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [history, post.id]);
  const chosen = versions?.find(({ at }) => at === chosenAt) ?? versions?.[0] ?? null;

  if (versions === null) return null;
  if (chosen === null)
    return (
      <EmptyState icon={History} title={t('composer.noVersion')}>
        {t('composer.noVersionHint')}
      </EmptyState>
    );

  const takeUp = async (): Promise<void> => {
    await draft.keepVersion();
    const replaced = versionOf(post, now);
    const put = ({ base, variants }: Pick<Version, 'base' | 'variants'>): void =>
      draft.change(() => ({ base, variants }));
    put(chosen);
    onClose();
    toasts.show({
      text: t('composer.versionTaken', { when: times.full(chosen.at) }),
      action: { label: t('words.undo'), onPress: () => put(replaced) },
    });
  };
  return (
    <div className={styles.versions}>
      <ul className={styles.list} aria-label={t('composer.versionsCount', { count: versions.length })}>
        {versions.map((version) => (
          <li key={version.at}>
            <button
              type="button"
              className={styles.one}
              aria-current={version.at === chosen.at}
              onClick={() => setChosenAt(version.at)}
            >
              <span>{times.full(version.at)}</span>
              <span className={styles.size}>
                {t('composer.letters', { count: countGraphemes(wholeText(version.base)) })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.compared}>
        <h3 className={styles.head}>{t('composer.versionCompared', { when: times.full(chosen.at) })}</h3>
        <Comparison version={chosen} post={post} accounts={accounts} />
        <Button tone="primary" onPress={() => void takeUp()}>
          {t('composer.takeVersion')}
        </Button>
      </div>
    </div>
  );
}

/** The common text, every own text, and what is not text, as they were and as they are. */
function Comparison({
  version,
  post,
  accounts,
}: {
  readonly version: Version;
  readonly post: Post;
  readonly accounts: readonly Account[];
}) {
  const { t, locale } = useText();
  const words = { locale, wentLabel: t('composer.versionWent'), cameLabel: t('composer.versionCame') };
  const owners = [...new Set([...Object.keys(version.variants), ...Object.keys(post.variants)])].map((id) =>
    v.parse(accountIdSchema, id),
  );
  const nameOf = (id: string): string => {
    const account = accounts.find((one) => one.id === id);
    return account
      ? t('composer.account', { network: account.manifest.name, handle: atHandle(account) })
      : id;
  };
  const pictures = (of: Pick<Version, 'base'>): number => allMedia(of.base).length;
  const has = new Set(allMedia(post.base).map(({ hash }) => hash));
  const isOtherMedia =
    pictures(version) !== pictures(post) || allMedia(version.base).some(({ hash }) => !has.has(hash));
  return (
    <>
      <WordDiff {...words} before={wholeText(version.base)} after={wholeText(post.base)} />
      {owners.map((id) => (
        <div key={id}>
          <h4 className={styles.owner}>{nameOf(id)}</h4>
          <WordDiff
            {...words}
            before={wholeText(contentFor(version, id))}
            after={wholeText(contentFor(post, id))}
          />
        </div>
      ))}
      {isOtherMedia && (
        <p className={styles.other}>
          {t('composer.versionPictures', { before: pictures(version), after: pictures(post) })}
        </p>
      )}
      {(version.base.poll === null) !== (post.base.poll === null) && (
        <p className={styles.other}>
          {version.base.poll === null ? t('composer.versionNoPoll') : t('composer.versionPoll')}
        </p>
      )}
    </>
  );
}
