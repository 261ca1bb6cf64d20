import { keyLabels } from '../../state/key-labels.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import { KeyHint } from '../../ui/feedback/key-hint.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './key-map.module.css';

interface Line {
  readonly label: string;
  /** Keys pressed together, or (`isSequence`) one after the other; more than one way to do the same. */
  readonly ways: readonly (readonly string[])[];
  readonly isSequence?: boolean;
}

/** The map of the keyboard. */
export function KeyMap() {
  const { t } = useText();
  const { info } = useRealm();
  const show = useShell((shell) => shell.show);
  const keys = keyLabels(info.platform);
  const groups: readonly { readonly label: string; readonly lines: readonly Line[] }[] = [
    {
      label: t('palette.keys.anywhere'),
      lines: [
        { label: t('palette.key.palette'), ways: [keys.palette] },
        { label: t('palette.key.client'), ways: [[keys.mod, '1…9']] },
        { label: t('palette.key.brakes'), ways: [keys.brakes] },
        { label: t('departure.title'), ways: [keys.departure], isSequence: true },
        { label: t('palette.key.newPost'), ways: [keys.newPost] },
        { label: t('palette.key.settings'), ways: [keys.settings] },
        { label: t('palette.key.escape'), ways: [['Esc']] },
        { label: t('palette.key.shortcuts'), ways: [keys.shortcuts] },
      ],
    },
    {
      label: t('palette.keys.deck'),
      lines: [
        { label: t('palette.key.rows'), ways: [['J'], ['K']] },
        { label: t('palette.key.open'), ways: [['↵']] },
        { label: t('palette.key.reply'), ways: [['R']] },
        { label: t('palette.key.send'), ways: [[keys.mod, '↵']] },
        { label: t('palette.key.like'), ways: [['L']] },
        { label: t('palette.key.done'), ways: [['E']] },
        { label: t('palette.key.unread'), ways: [['U']] },
        { label: t('palette.key.columns'), ways: [['1…9']] },
        { label: t('palette.key.columnBefore'), ways: [['['], [']']] },
      ],
    },
    {
      label: t('palette.keys.calendar'),
      lines: [
        { label: t('palette.key.days'), ways: [['←'], ['→'], ['↑'], ['↓']] },
        { label: t('palette.key.views'), ways: [['M'], ['W'], ['P']] },
        { label: t('palette.key.today'), ways: [['T']] },
      ],
    },
    {
      label: t('palette.keys.screens'),
      lines: [
        { label: t('shell.inbox'), ways: [keys.go.deck], isSequence: true },
        { label: t('shell.calendar'), ways: [keys.go.calendar], isSequence: true },
        { label: t('forecast.title'), ways: [keys.go.forecast], isSequence: true },
        { label: t('shell.outbox'), ways: [keys.go.outbox], isSequence: true },
        { label: t('shell.accounts'), ways: [keys.go.accounts], isSequence: true },
        { label: t('shell.settings'), ways: [keys.go.settings], isSequence: true },
      ],
    },
  ];
  return (
    <Dialog
      isOpen
      onClose={() => show(null)}
      title={t('palette.keys')}
      closeLabel={t('words.close')}
      size="wide"
    >
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.label}>
            <h3 className={styles.heading}>{group.label}</h3>
            <dl className={styles.lines}>
              {group.lines.map((line) => (
                <div key={`${line.label}${line.ways.join()}`} className={styles.line}>
                  <dt>{line.label}</dt>
                  <dd className={styles.keys}>
                    {line.ways.map((way) =>
                      line.isSequence ? (
                        <span key={way.join()} className={styles.keys}>
                          <KeyHint keys={way.slice(0, 1)} />
                          {t('palette.followedBy')}
                          <KeyHint keys={way.slice(1)} />
                        </span>
                      ) : (
                        <KeyHint key={way.join()} keys={way} />
                      ),
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.hint}>{t('palette.keysHint')}</p>
    </Dialog>
  );
}
