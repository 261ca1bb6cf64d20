import { lookOf } from '../../previews/index.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import type { ConnectFormState } from './use-connect-form.ts';

/** Which network is connected. */
export function NetworkChoice({ form }: { readonly form: ConnectFormState }) {
  const { manifests } = useRealm();
  const { t, find } = useText();
  // Those that have a connection first: publishing by hand is for what is not among them.
  const shown = [...manifests].sort((a, b) => Number(a.byHand === true) - Number(b.byHand === true));
  return (
    <RadioGroup
      isPaired
      label={t('accounts.network')}
      value={form.manifest.network}
      onChange={form.chooseNetwork}
      options={shown.map((one) => ({
        id: one.network,
        label: find(`networks.${one.network}.name`) ?? one.name,
        detail: t(`accounts.by.${one.auth.tag}`),
        mark: <NetworkMark mark={lookOf(one.network).mark} size={16} />,
      }))}
    />
  );
}

/** How it is connected, where there are several ways. */
export function WayChoice({ form }: { readonly form: ConnectFormState }) {
  const { t, find } = useText();
  const { ways, way, manifest } = form;
  if (ways.length < 2 || way === undefined) return null;
  const key = `networks.${manifest.network}.way`;
  return (
    <RadioGroup
      label={t('accounts.way')}
      value={way.name}
      onChange={form.chooseWay}
      options={ways.map(({ name, tag }) => {
        const detail = find(`${key}.${name}.detail`);
        return {
          id: name,
          label: find(`${key}.${name}`) ?? t(`accounts.way.${tag}`),
          ...(detail !== null && { detail }),
        };
      })}
    />
  );
}
