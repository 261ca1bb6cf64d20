import { useMemo, useState } from 'react';
import * as v from 'valibot';
import { workspaceIdSchema, type WorkspaceId } from '../../../src-shared/ids.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { clientColours, type Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { spacingOptions, toleranceOptions } from '../../state/tolerances.ts';
import { zoneOptions } from '../../state/zones.ts';
import { createClient } from '../../store/queries/new-client.ts';
import { changePublishing, publishingOf } from '../../store/queries/publishing.ts';
import { changeWorkspace, nextColour } from '../../store/queries/workspaces.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ComboBox } from '../../ui/fields/combo-box.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { Select } from '../../ui/fields/select.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './clients.module.css';

const longestName = 80;
const noClient = v.parse(workspaceIdSchema, '-');

/** What can be chosen, and what was chosen elsewhere, in order. */
const numbersWith = (usual: readonly number[], current: number): readonly number[] =>
  [...new Set([...usual, current])].sort((a, b) => a - b);

/** Creates a client, or changes its name, colour, zone and tolerance. */
export function ClientForm({ client }: { readonly client: Workspace | null }) {
  const text = useText();
  const { t } = text;
  const { bridge, databases, tables, now, info, settings: atStart, toasts } = useRealm();
  const settings = useLiveStatus((live) => live.settings) ?? atStart;
  const workspaces = useWorkspaces();
  const show = useShell((shell) => shell.show);
  const [name, setName] = useState(client?.name ?? '');
  const [colour, setColour] = useState(client?.colour ?? nextColour(workspaces));
  const [zone, setZone] = useState(client?.zone ?? settings.clientZone ?? info.zone);
  const [toleranceMs, setToleranceMs] = useState(client?.toleranceMs ?? settings.clientToleranceMs);
  const [spacingMs, setSpacingMs] = useState(
    (client === null ? undefined : settings.postSpacing[client.id]) ?? outboxPolicy.spacingMs,
  );
  const publishing = publishingOf(tables.publishing.snapshot() ?? [], client?.id ?? noClient);
  const [similarDays, setSimilarDays] = useState(publishing.similarDays);
  const [apartMinutes, setApartMinutes] = useState(publishing.apartMinutes);
  const [isChecked, setIsChecked] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const zones = useMemo(() => zoneOptions(text, now(), zone), [text, now, zone]);

  const trimmed = name.trim();
  const isTaken = workspaces.some(
    (one) => one.id !== client?.id && one.name.toLocaleLowerCase() === trimmed.toLocaleLowerCase(),
  );
  const error = trimmed === '' ? t('clients.nameNeeded') : isTaken ? t('clients.nameTaken') : null;

  /** Kept by main, which spaces departures while the interface sleeps. */
  const keepSpacing = async (id: string): Promise<void> => {
    if (spacingMs === (settings.postSpacing[id] ?? outboxPolicy.spacingMs)) return;
    const answer = await bridge.app.saveSettings({
      postSpacing: { ...settings.postSpacing, [id]: spacingMs },
    });
    if (answer.tag === 'err')
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
  };

  const keepWarnings = async (id: WorkspaceId): Promise<void> => {
    if (similarDays === publishing.similarDays && apartMinutes === publishing.apartMinutes) return;
    await changePublishing(databases, id, { similarDays, apartMinutes }, now());
  };

  const save = async (): Promise<void> => {
    setIsChecked(true);
    if (error !== null || isPending) return;
    setIsPending(true);
    if (client === null) {
      const id = await createClient(databases, { name: trimmed, colour, zone, toleranceMs }, now());
      await keepSpacing(id);
      await keepWarnings(id);
      useNavigation.getState().showClient(id);
      toasts.show({
        text: t('clients.created', { name: trimmed }),
        action: {
          label: t('clients.connect'),
          onPress: () => useNavigation.getState().connect({ workspaceId: id, reconnect: null }),
        },
      });
    } else {
      await keepSpacing(client.id);
      await keepWarnings(client.id);
      await changeWorkspace(databases, client.id, { name: trimmed, colour, zone, toleranceMs }, now());
    }
    show(null);
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={() => show(null)}
      title={client === null ? t('clients.newTitle') : t('clients.editTitle', { name: client.name })}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={() => show(null)}>{t('words.cancel')}</Button>
          <Button tone="primary" isPending={isPending} onPress={() => void save()}>
            {client === null ? t('clients.create') : t('words.save')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label={t('clients.name')}
          value={name}
          onChange={setName}
          onSubmit={() => void save()}
          maxLength={longestName}
          error={isChecked ? error : null}
          autoFocus
        />
        <div className={styles.colours}>
          <RadioGroup
            label={t('clients.colour')}
            orientation="horizontal"
            value={colour}
            onChange={setColour}
            options={clientColours.map((one) => ({
              id: one,
              label: t(`clients.colour.${one}`),
              mark: <ClientDisc name={trimmed} colour={one} size="small" />,
            }))}
          />
        </div>
        <ComboBox
          label={t('clients.zone')}
          description={
            zone === info.zone ? t('clients.zoneHint') : t('clients.zoneOther', { zone: info.zone })
          }
          options={zones}
          value={zone}
          onChange={(id) => {
            if (id !== null) setZone(id);
          }}
          openLabel={t('words.openList')}
          emptyText={t('clients.zoneUnknown')}
        />
        <Select
          label={t('clients.tolerance')}
          description={t('clients.toleranceHint')}
          value={String(toleranceMs)}
          onChange={(id) => setToleranceMs(Number(id))}
          options={toleranceOptions(text, toleranceMs)}
        />
        <div className={styles.pair}>
          <Select
            label={t('clients.similarDays')}
            description={t('clients.similarDaysHint')}
            value={String(similarDays)}
            onChange={(id) => setSimilarDays(Number(id))}
            options={numbersWith([0, 7, 14, 30, 60, 90], similarDays).map((count) => ({
              id: String(count),
              label: count === 0 ? t('clients.never') : t('clients.days', { count }),
            }))}
          />
          <Select
            label={t('clients.apartMinutes')}
            description={t('clients.apartMinutesHint')}
            value={String(apartMinutes)}
            onChange={(id) => setApartMinutes(Number(id))}
            options={numbersWith([0, 5, 10, 15, 30, 60, 120], apartMinutes).map((count) => ({
              id: String(count),
              label: count === 0 ? t('clients.never') : t('clients.tolerance.minutes', { count }),
            }))}
          />
        </div>
        <Select
          label={t('clients.spacing')}
          description={t('clients.spacingHint')}
          value={String(spacingMs)}
          onChange={(id) => setSpacingMs(Number(id))}
          options={spacingOptions(text, spacingMs)}
        />
      </div>
    </Dialog>
  );
}
