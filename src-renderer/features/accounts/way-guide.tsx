import { Copy } from 'lucide-react';
import {
  grantNames,
  type GrantName,
  type Manifest,
  type Way,
} from '../../../src-shared/networks/manifest.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import styles from './connect-dialog.module.css';

/** What the person should know before this way is taken, and how it is done on the network's own pages. */
export function WayGuide({
  manifest,
  way,
  values,
  granted,
  onGrant,
}: {
  readonly manifest: Manifest;
  readonly way: Way;
  readonly values: Readonly<Record<string, string>>;
  readonly granted: readonly GrantName[];
  readonly onGrant: (granted: readonly GrantName[]) => void;
}) {
  const { t, find, formats } = useText();
  const { bridge, toasts } = useRealm();
  const key = `networks.${manifest.network}.way.${way.name}`;
  const steps = Array.from({ length: way.steps ?? 0 }, (_, index) => `${key}.step.${String(index + 1)}`);
  const usualPort = way.fields.find(({ name }) => name === 'port')?.placeholder ?? '';
  const port = (values['port'] ?? '').trim();
  const redirect = way.redirect?.replace('{port}', port === '' ? usualPort : port);
  const without = way.without ?? [];
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toasts.show({ text: t('words.copied') });
  };
  return (
    <>
      {/* What a network's API costs and forbids is nothing to whoever publishes on its pages. */}
      {(way.tag === 'by-hand' ? [] : (manifest.warnings ?? [])).map((name) => (
        <Banner key={name} tone="warn">
          {find(`networks.${manifest.network}.warning.${name}`) ?? name}
        </Banner>
      ))}
      {steps.length > 0 && (
        <ol className={styles.guide} aria-label={t('accounts.guide', { network: manifest.name })}>
          {steps.map((step) => {
            const link = find(`${step}.link`);
            return (
              <li key={step}>
                {find(step) ?? step}
                {link !== null && (
                  <Button size="small" tone="quiet" onPress={() => void bridge.app.openLink({ url: link })}>
                    {find(`${step}.open`) ?? t('accounts.openPage')}
                  </Button>
                )}
              </li>
            );
          })}
        </ol>
      )}
      {redirect !== undefined && (
        <div className={styles.redirect}>
          <span>{t('accounts.redirect')}</span>
          <code>{redirect}</code>
          <Button size="small" icon={Copy} onPress={() => void copy(redirect)}>
            {t('words.copy')}
          </Button>
        </div>
      )}
      {way.grants !== undefined && (
        <div role="group" aria-label={t('accounts.grants')} className={styles.choices}>
          <p className={styles.groupName}>{t('accounts.grants')}</p>
          {way.grants.map(({ name, scopes, required }) => (
            <div key={name}>
              <Checkbox
                label={t(`accounts.grant.${name}`)}
                detail={
                  required || granted.includes(name)
                    ? t(required ? 'accounts.grantNeeded' : 'accounts.grantAsks')
                    : t(`accounts.grantWithout.${name}`)
                }
                isOn={required || granted.includes(name)}
                isDisabled={required}
                onChange={(isOn) =>
                  onGrant(grantNames.filter((one) => (one === name ? isOn : granted.includes(one))))
                }
              />
              {(required || granted.includes(name)) && (
                <ul className={styles.scopes} aria-label={t(`accounts.grant.${name}`)}>
                  {scopes.map((scope) => (
                    <li key={scope}>
                      {find(`networks.scope.${scope}`) ?? scope} <code>{scope}</code>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          ))}
        </div>
      )}
      {without.length > 0 && (
        <p className={styles.without}>
          {t('accounts.withoutThis', {
            what: formats.list(without.map((capability) => t(`networks.can.${capability}`))),
          })}
        </p>
      )}
    </>
  );
}
