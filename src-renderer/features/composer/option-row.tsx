import { ChartBarDecreasing, ImagePlus, TriangleAlert } from 'lucide-react';
import { memo, useRef } from 'react';
import { settingsFor } from '../../../src-shared/composing/check-settings.ts';
import { kindsTaken, type MediumKind } from '../../../src-shared/composing/form.ts';
import type { Content } from '../../../src-shared/domain/content.ts';
import { offers, type Manifest, type SettingField } from '../../../src-shared/networks/manifest.ts';
import { languageOf, useLanguageOptions, type Language } from '../../state/languages.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { lookOf } from '../../previews/index.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import { newPollFor } from './poll-editor.tsx';
import type { Draft, Scope } from './use-draft.ts';

const accepts: Readonly<Record<MediumKind, string>> = {
  image: 'image/*',
  video: 'video/*',
  document: 'application/pdf',
};

/** What a file picker offers, for what any of the networks takes. */
export const acceptedBy = (manifests: readonly Manifest[]): string =>
  [...new Set<MediumKind>(['image', ...manifests.flatMap(kindsTaken)])]
    .map((kind) => accepts[kind])
    .join(',');

/** What can be added, and what the chosen networks let one set: drawn from their manifests, again for what it shows. */
export const OptionRow = memo(function OptionRow({
  draft: { change, edit },
  scope,
  language,
  hasPoll,
  settings,
  targets,
  hasWarning,
  onWarning,
  onFiles,
}: {
  readonly draft: Pick<Draft, 'change' | 'edit'>;
  readonly scope: Scope;
  readonly language: Content['language'];
  readonly hasPoll: boolean;
  readonly settings: Content['settings'];
  readonly targets: readonly Target[];
  readonly hasWarning: boolean;
  readonly onWarning: () => void;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const { t } = useText();
  const languages = useLanguageOptions();
  const picker = useRef<HTMLInputElement>(null);
  const manifests = targets.map(({ account }) => account.manifest);
  return (
    <div className={styles.options} data-options role="group" aria-label={t('composer.options')}>
      <input
        ref={picker}
        type="file"
        accept={acceptedBy(manifests)}
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <Button size="small" icon={ImagePlus} onPress={() => picker.current?.click()}>
        {t(manifests.some((one) => kindsTaken(one).length > 1) ? 'composer.addMedia' : 'composer.addImages')}
      </Button>
      {!hasWarning && manifests.some((manifest) => offers(manifest, 'content-warning')) && (
        <Button size="small" icon={TriangleAlert} onPress={onWarning}>
          {t('composer.addWarning')}
        </Button>
      )}
      {!hasPoll && manifests.some((manifest) => manifest.poll !== null) && (
        <Button
          size="small"
          icon={ChartBarDecreasing}
          onPress={() => edit(scope, () => ({ poll: newPollFor(manifests) }))}
        >
          {t('composer.addPoll')}
        </Button>
      )}
      <Select<Language>
        label={t('composer.language')}
        isLabelHidden
        value={languageOf(language)}
        onChange={(chosen) => edit(scope, () => ({ language: chosen === 'none' ? null : chosen }))}
        options={languages}
      />
      <Settings change={change} scope={scope} settings={settings} targets={targets} />
    </div>
  );
});

/** A choice, and the networks that offer it, by id with their names. */
interface Offered {
  readonly field: SettingField;
  readonly networks: Map<NetworkId, string>;
}

function Settings({
  change,
  scope,
  settings,
  targets,
}: {
  readonly change: Draft['change'];
  readonly scope: Scope;
  readonly settings: Content['settings'];
  readonly targets: readonly Target[];
}) {
  const { t, find, formats } = useText();
  const fields = new Map<string, Offered>();
  for (const { account, content: own, format } of targets)
    for (const field of settingsFor(account.manifest, own, format)) {
      const { network, manifest } = account;
      const known = fields.get(field.name) ?? { field, networks: new Map<NetworkId, string>() };
      known.networks.set(network, manifest.name);
      fields.set(field.name, known);
    }
  const networksCount = new Set(targets.map(({ account }) => account.network)).size;
  const set = (name: string, value: string | boolean): void =>
    change(({ base, variants }) =>
      scope === 'base'
        ? { base: { ...base, settings: { ...base.settings, [name]: value } } }
        : {
            variants: {
              ...variants,
              [scope]: { ...variants[scope], settings: { ...variants[scope]?.settings, [name]: value } },
            },
          },
    );
  const all = [...fields.values()];
  const isTyped = ({ kind }: SettingField): boolean =>
    kind === 'people' || kind === 'address' || kind === 'text';
  const isOfAll = ({ networks }: Offered): boolean => networks.size === networksCount;
  const typed = all.filter(({ field }) => isTyped(field));
  const chosen = all.filter(({ field }) => !isTyped(field));
  const apart = new Map<string, Offered[]>();
  for (const one of chosen.filter((offered) => !isOfAll(offered))) {
    const key = [...one.networks.keys()].join(' ');
    apart.set(key, [...(apart.get(key) ?? []), one]);
  }
  return (
    <>
      {chosen.filter(isOfAll).map(draw)}
      {[...apart].map(([key, offered]) => {
        const networks = [...(offered[0]?.networks ?? [])];
        const names = formats.list(networks.map(([, name]) => name));
        return (
          <div key={key} className={styles.ofNetwork} role="group" aria-label={names}>
            <span className={styles.whose}>
              {networks.map(([network]) => (
                <NetworkMark key={network} mark={lookOf(network).mark} size={14} />
              ))}
              {names}
            </span>
            {offered.map(draw)}
          </div>
        );
      })}
      {typed.length > 0 && <div className={styles.typed}>{typed.map(draw)}</div>}
    </>
  );

  function draw(offered: Offered) {
    const { field, networks } = offered;
    const name = find(`composer.setting.${field.name}`) ?? field.name;
    // A flag's words stand beside its network's name; of a list only the value shows, and its name is said alone.
    const label =
      isOfAll(offered) || field.kind === 'flag'
        ? name
        : t('composer.settingFor', { name, network: formats.list([...networks.values()]) });
    const value = settings[field.name];
    switch (field.kind) {
      case 'choice':
        return (
          <Select
            key={field.name}
            label={label}
            isLabelHidden
            value={typeof value === 'string' ? value : field.fallback}
            onChange={(id) => set(field.name, id)}
            options={field.options.map((id) => ({
              id,
              label: find(`composer.setting.${field.name}.${id}`) ?? id,
            }))}
          />
        );
      case 'flag':
        return (
          <Checkbox
            key={field.name}
            label={label}
            isOn={typeof value === 'boolean' ? value : field.fallback}
            onChange={(isOn) => set(field.name, isOn)}
          />
        );
      case 'people':
      case 'address':
      case 'text':
        return (
          <TextField
            key={field.name}
            label={label}
            {...(field.kind === 'address' && { type: 'url' as const, placeholder: 'https://' })}
            {...(field.kind === 'people' && { description: t('composer.peopleHint', { max: field.max }) })}
            isRequired={field.kind === 'text' && (field.required === true || field.withPoll === true)}
            maxLength={field.kind === 'text' ? field.max : 2_000}
            value={typeof value === 'string' ? value : ''}
            onChange={(words) => set(field.name, words)}
          />
        );
    }
  }
}
