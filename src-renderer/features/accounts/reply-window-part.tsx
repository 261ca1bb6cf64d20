import type { Account } from '../../../src-shared/domain/account.ts';
import { useLongerWindows } from '../../state/longer-windows.ts';
import { useText } from '../../text/text-context.tsx';
import { Switch } from '../../ui/fields/switch.tsx';
import panel from './account-panel.module.css';

/** How long a private message may be answered, and whether the person's app was granted what makes it longer. */
export function ReplyWindowPart({ account }: { readonly account: Account }) {
  const { t, times } = useText();
  const { has, say } = useLongerWindows();
  const { privateMs, longer } = account.manifest.replyWindows ?? {};
  if (privateMs === undefined || privateMs === null || longer === undefined) return null;
  return (
    <section className={panel.part} aria-label={t('health.replyWindow')}>
      <h3 className={panel.title}>{t('health.replyWindow')}</h3>
      <p>{t('health.replyWindowHow', { span: times.span(privateMs) })}</p>
      <Switch
        label={t('health.replyWindowLonger', { permission: longer.permission })}
        detail={t('health.replyWindowThen', { network: account.manifest.name, span: times.span(longer.ms) })}
        isOn={has(account.id)}
        onChange={(isOn) => say(account.id, isOn)}
      />
    </section>
  );
}
