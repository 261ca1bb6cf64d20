import { Megaphone, Snowflake } from 'lucide-react';
import type { Freeze } from '../../../src-shared/domain/freeze.ts';
import { useActiveFreezes, useBrakes } from '../../state/brakes.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useNow, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { hour, sinceText } from './freeze-words.ts';
import { useHeld } from './use-held.ts';
import styles from './brakes.module.css';

/** While departures are frozen everybody sees it, whatever the screen. */
export function FreezeBanners() {
  const { t } = useText();
  const freezes = useActiveFreezes();
  if (freezes.length === 0) return null;
  return (
    <section className={styles.banners} aria-label={t('brakes.region')}>
      {freezes.map((freeze) => (
        <FreezeBanner key={freeze.id} freeze={freeze} />
      ))}
    </section>
  );
}

function FreezeBanner({ freeze }: { readonly freeze: Freeze }) {
  const text = useText();
  const { t } = text;
  const { bridge } = useRealm();
  const now = useNow(10_000);
  const workspaces = useWorkspaces();
  const kept = useBrakes((brakes) => brakes.kept);
  const show = useShell((shell) => shell.show);
  const { held, recalls } = useHeld(freeze);
  const client = workspaces.find(({ id }) => id === freeze.scope);
  const isDue = freeze.endsAt !== null && freeze.endsAt <= now;
  const toRecall = recalls.filter(({ fate }) => fate === 'to-recall').length;
  const failed = recalls.filter(({ fate }) => fate === 'failed' || fate === 'in-doubt').length;
  const sentences = [
    sinceText(text, freeze, now),
    t('brakes.held', { count: held.length }),
    ...(toRecall > 0 ? [t('brakes.toRecall', { count: toRecall })] : []),
    ...(failed > 0 ? [t('brakes.recallFailed', { count: failed })] : []),
    ...(freeze.endsAt === null
      ? []
      : [
          isDue
            ? t('brakes.endPassed', { when: text.times.moment(freeze.endsAt, now) })
            : t('brakes.endAhead', { when: text.times.moment(freeze.endsAt, now) }),
        ]),
    ...(kept ? [] : [t('brakes.notKept')]),
  ];
  return (
    <Banner
      tone={isDue || failed > 0 ? 'bad' : 'warn'}
      icon={Snowflake}
      role="status"
      subject={`${freeze.scope === null ? t('brakes.allFrozen') : t('brakes.clientFrozen', { client: client?.name ?? '' })} `}
      actions={
        <>
          {isDue && (
            <Button
              size="small"
              onPress={() => void bridge.brakes.postpone({ id: freeze.id, endsAt: now + hour })}
            >
              {t('brakes.postpone')}
            </Button>
          )}
          <Button
            size="small"
            icon={Megaphone}
            onPress={() => show({ tag: 'statements', scope: freeze.scope })}
          >
            {t('statements.title')}
          </Button>
          <Button size="small" onPress={() => show({ tag: 'resume', freezeId: freeze.id })}>
            {t('brakes.resume')}
          </Button>
        </>
      }
    >
      {sentences.join(' ')}
    </Banner>
  );
}
