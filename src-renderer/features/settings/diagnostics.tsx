import { CircleCheck, Copy, RefreshCw, Save, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { LogEntry } from '../../../src-shared/bridge/diagnostics.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Parked } from '../../../src-shared/sync/parked.ts';
import { copyReport } from '../../state/report.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Switch } from '../../ui/fields/switch.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import type { Tone } from '../../ui/tone.ts';
import { AsideItems } from './aside-items.tsx';
import { Health } from './health.tsx';
import { UnreadAnswers } from './unread-answers.tsx';
import { levelIcons } from './level-icons.ts';
import styles from './settings.module.css';

const mostLines = 300;
const tones: { readonly [L in LogEntry['level']]: Tone } = { info: 'neutral', warn: 'warn', error: 'bad' };

/** Health, the local log, and a report that leaves only by the person's own hand. */
export function Diagnostics() {
  const text = useText();
  const { t, formats } = text;
  const { bridge, toasts, now } = useRealm();
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [entries, setEntries] = useState<readonly LogEntry[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const [reading, setReading] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void bridge.diagnostics.log({ limit: mostLines, errorsOnly }).then((log) => {
      if (!isCurrent) return;
      setFailure(log.tag === 'err' ? log.error : null);
      if (log.tag === 'ok') setEntries(log.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, errorsOnly, reading]);

  const [aside, setAside] = useState<readonly Parked[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void bridge.diagnostics.parked(null).then((parked) => {
      if (isCurrent && parked.tag === 'ok') setAside(parked.value.items);
      if (isCurrent && parked.tag === 'err') setFailure(parked.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, reading]);

  const copy = async (): Promise<void> => {
    const copied = await copyReport(bridge);
    toasts.show({
      text: t(copied ? 'diagnostics.copied' : 'stopped.notCopied'),
      tone: copied ? 'ok' : 'bad',
    });
  };
  const save = async (): Promise<void> => {
    const report = await bridge.diagnostics.report(null);
    if (report.tag === 'err') return setFailure(report.error);
    const name = `vigie-${new Date(now()).toISOString().slice(0, 10)}.txt`;
    const saved = await bridge.app.saveFile({ name, text: report.value.text });
    setFailure(saved.tag === 'err' ? saved.error : null);
    if (saved.tag === 'ok' && saved.value.saved) toasts.show({ text: t('diagnostics.saved'), tone: 'ok' });
  };

  return (
    <div className={styles.fields}>
      <Banner icon={ShieldCheck} subject={`${t('diagnostics.privacy')} `}>
        {t('diagnostics.privacyText')}
      </Banner>
      {failure !== null && (
        <Banner tone="bad" role="alert">
          {errorText(text, failure.code, failure.detail).sentence}
        </Banner>
      )}
      <section aria-labelledby="health">
        <h3 id="health" className={styles.heading}>
          {t('diagnostics.health')}
        </h3>
        <Health aside={aside?.length ?? null} />
      </section>
      {aside !== null && aside.length > 0 && (
        <AsideItems items={aside} onChange={() => setReading(reading + 1)} onFailure={setFailure} />
      )}
      <UnreadAnswers />
      <div className={styles.buttons}>
        <Button icon={Copy} tone="primary" onPress={() => void copy()}>
          {t('diagnostics.copyReport')}
        </Button>
        <Button icon={Save} onPress={() => void save()}>
          {t('diagnostics.saveReport')}
        </Button>
      </div>
      <section className={styles.log} aria-labelledby="log">
        <div className={styles.row}>
          <h3 id="log" className={styles.heading}>
            {t('diagnostics.log')}
          </h3>
          <span className={styles.grow} />
          <Switch label={t('diagnostics.errorsOnly')} isOn={errorsOnly} onChange={setErrorsOnly} />
          <Button size="small" icon={RefreshCw} onPress={() => setReading(reading + 1)}>
            {t('diagnostics.refresh')}
          </Button>
        </div>
        {entries !== null && (
          <DataTable
            caption={t('diagnostics.log')}
            isCaptionHidden
            columns={[
              { id: 'at', label: t('diagnostics.at') },
              { id: 'level', label: t('diagnostics.level') },
              { id: 'event', label: t('diagnostics.event'), isRowHeader: true },
              { id: 'fields', label: t('diagnostics.fields') },
            ]}
            rows={entries.map((entry, index) => ({ ...entry, key: `${entry.at} ${entries.length - index}` }))}
            keyOf={(entry) => entry.key}
            empty={
              <EmptyState
                icon={CircleCheck}
                title={t(errorsOnly ? 'diagnostics.noErrors' : 'diagnostics.empty')}
              >
                {t('diagnostics.noErrorsText')}
              </EmptyState>
            }
          >
            {(entry, column) => {
              switch (column) {
                case 'at':
                  return formats.date(entry.at, 'time-seconds');
                case 'level':
                  return (
                    <Badge tone={tones[entry.level]} icon={levelIcons[entry.level]}>
                      {t(`diagnostics.level.${entry.level}`)}
                    </Badge>
                  );
                case 'event':
                  return <code className={styles.code}>{entry.event}</code>;
                case 'fields':
                  return (
                    <code className={styles.code}>
                      {Object.entries(entry.fields)
                        .map(([name, value]) => `${name}=${String(value)}`)
                        .join('  ')}
                    </code>
                  );
              }
            }}
          </DataTable>
        )}
      </section>
    </div>
  );
}
