import { severities, type Risk } from '../../../../src-shared/forecast/risk.ts';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/actions/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { GroupHeading } from '../../../ui/lists/group-heading.tsx';
import { useCalendar } from '../calendar-context.ts';
import { DepartureLine } from './departure-line.tsx';
import styles from './forecast.module.css';
import { riskIcons, severityLooks } from './risk-looks.ts';
import { fixText, riskText } from './risk-words.ts';
import type { Fixes } from './use-fixes.ts';

const mostPosts = 3;

/** Risks by how bad they are, the soonest first, each with what can be done about it. */
export function RiskList({
  risks,
  now,
  fixes,
}: {
  readonly risks: readonly Risk[];
  readonly now: number;
  readonly fixes: Fixes;
}) {
  const { t, number } = useText();
  return severities.map((severity) => {
    const own = risks.filter((risk) => risk.severity === severity);
    if (own.length === 0) return null;
    const label = t(`forecast.severity.${severity}`);
    return (
      <section key={severity} aria-label={label}>
        <GroupHeading count={number(own.length)}>{label}</GroupHeading>
        <ul className={styles.risks} aria-label={label}>
          {own.map((risk) => (
            <RiskRow key={risk.id} risk={risk} now={now} fixes={fixes} />
          ))}
        </ul>
      </section>
    );
  });
}

function RiskRow({ risk, now, fixes }: { readonly risk: Risk; readonly now: number; readonly fixes: Fixes }) {
  const text = useText();
  const { t } = text;
  const { accounts, zone } = useCalendar();
  const sentence = riskText(text, risk, { now, zone, accounts });
  const shown = risk.departures.slice(0, mostPosts);
  const more = risk.departures.length - shown.length;
  return (
    <li className={styles.risk}>
      <Icon
        of={riskIcons[risk.kind]}
        className={classNames(styles.mark, styles[severityLooks[risk.severity].tone])}
      />
      <div className={styles.words}>
        <p className={styles.sentence}>{sentence}</p>
        {shown.map((departure) => (
          <DepartureLine key={departure.key} departure={departure} now={now} onOpen={fixes.open} />
        ))}
        {more > 0 && <p className={styles.quiet}>{t('forecast.morePosts', { count: more })}</p>}
      </div>
      <div className={styles.fixes}>
        {risk.fixes.toReversed().map((fix) => {
          const label = fixText(text, risk, fix);
          return (
            <Button
              key={fix.tag}
              size="small"
              tone={fix === risk.fixes[0] ? 'plain' : 'quiet'}
              aria-label={t('forecast.fixFor', { fix: label, risk: sentence })}
              onPress={() => fixes.run(fix)}
            >
              {label}
            </Button>
          );
        })}
      </div>
    </li>
  );
}
