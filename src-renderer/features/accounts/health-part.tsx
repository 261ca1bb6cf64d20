import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { backgroundWaitsUntil, openQuotas } from '../../../src-shared/accounts/quota.ts';
import type { AccountHealth } from '../../../src-shared/domain/account.ts';
import { changedShapes, type Access, type Vitals } from '../../../src-shared/domain/vitals.ts';
import { useNavigation } from '../../state/navigation.ts';
import type { Text } from '../../text/create-text.ts';
import { partWords } from '../../text/shape-words.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { accessWords, lastErrorWords } from './health-words.ts';
import { ReplyWindowPart } from './reply-window-part.tsx';
import { SpendingPart } from './spending-part.tsx';
import type { Standing } from './standing.ts';
import styles from './health-part.module.css';
import panel from './account-panel.module.css';

/** Departures listed in full; the rest is counted, and the outbox has them all. */
const mostListed = 5;
/** Windows shown: the tightest ones are those that matter. */
const mostQuotas = 3;

/** What keeps an account alive or threatens it: its access, its last answer, what it would cost, what is allowed. */
export function HealthPart({ standing, now }: { readonly standing: Standing; readonly now: number }) {
  const text = useText();
  const { t, times } = text;
  const { account, vitals } = standing;
  const isGone = account.health.tag === 'disconnected';
  const wrong = lastErrorWords(text, vitals, now);
  const facts = [
    ...(isGone
      ? []
      : [[t('health.access'), accessWords(text, vitals.access, account.health, now), null] as const]),
    [
      t('health.lastOk'),
      vitals.lastOkAt === null ? t('health.lastOkNone') : times.moment(vitals.lastOkAt, now),
      null,
    ] as const,
    [t('health.lastError'), wrong?.what ?? t('health.lastErrorNone'), wrong?.next ?? null] as const,
    ...(isGone ? [] : shapeFacts(text, vitals, now)),
  ];
  return (
    <>
      <section className={panel.part} aria-label={t('health.title')}>
        <h3 className={panel.title}>{t('health.title')}</h3>
        <dl className={panel.facts}>
          {facts.map(([label, value, next]) => (
            <div key={label} className={panel.fact}>
              <dt className={panel.label}>{label}</dt>
              <dd className={panel.value}>
                {value}
                {next !== null && <span className={panel.detail}>{next}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <AtRiskPart standing={standing} now={now} />
      {!isGone && <QuotaPart vitals={vitals} now={now} />}
      <SpendingPart account={account} vitals={vitals} now={now} />
      {!isGone && <ReplyWindowPart account={account} />}
      {!isGone && vitals.access !== null && (
        <Permissions access={vitals.access} isLost={isLost(account.health)} />
      )}
    </>
  );
}

/** Which answers cannot be read, since when, and what is kept of them. */
function shapeFacts(text: Text, vitals: Vitals, now: number): readonly (readonly [string, string, string])[] {
  const { t, times } = text;
  const open = changedShapes(vitals);
  if (open.length === 0) return [];
  const lines = open.map((one) =>
    [
      partWords(text, one),
      t('health.shapeSince', { when: times.moment(one.since, now) }),
      one.leftOut > 0 && t('health.shapeLeft', { count: one.leftOut }),
    ]
      .filter((part) => part !== false)
      .join(' · '),
  );
  return [[t('health.shapes'), lines.join('\n'), t('health.shapesKept')]];
}

/** Whether Vigie can do nothing on the account any more. */
const isLost = ({ tag }: AccountHealth): boolean => tag !== 'ok' && tag !== 'failing';

/** What was planned and will not be, each with a way to it. */
function AtRiskPart({ standing, now }: { readonly standing: Standing; readonly now: number }) {
  const { t, times } = useText();
  const showDelivery = useNavigation((navigation) => navigation.showDelivery);
  const { atRisk, held, account } = standing;
  const rest = atRisk.length - mostListed;
  return (
    <section className={panel.part} aria-label={t('health.atRisk')}>
      <h3 className={panel.title}>{t('health.atRisk')}</h3>
      {atRisk.length === 0 ? (
        <p className={panel.hint}>{t('health.atRiskNone')}</p>
      ) : (
        <ul className={styles.list}>
          {atRisk.slice(0, mostListed).map(({ delivery, risk }) => {
            const words = delivery.content.text.replaceAll(/\s+/g, ' ').trim() || t('outbox.noText');
            return (
              <li key={delivery.id} className={styles.risk}>
                <span className={styles.words}>
                  <span className={styles.text}>{words}</span>
                  <span className={panel.hint}>
                    {times.moment(delivery.dueAt, now)} · {t(`health.risk.${risk}`)}
                  </span>
                </span>
                <Button
                  size="small"
                  aria-label={t('health.openDelivery', { text: words })}
                  onPress={() => showDelivery(delivery.id)}
                >
                  {t('words.open')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {rest > 0 && <p className={panel.hint}>{t('health.atRiskMore', { count: rest })}</p>}
      {isLost(account.health) && held > 0 && (
        <p className={panel.hint}>{t('health.heldAnyway', { count: held })}</p>
      )}
    </section>
  );
}

/** How much the server still allows, and what Vigie keeps back for people. */
function QuotaPart({ vitals, now }: { readonly vitals: Vitals; readonly now: number }) {
  const { t, times, number } = useText();
  const open = openQuotas(vitals.quotas, now);
  const limited = vitals.limitedUntil !== null && vitals.limitedUntil > now ? vitals.limitedUntil : null;
  const kept = backgroundWaitsUntil(vitals.quotas, now);
  return (
    <section className={panel.part} aria-label={t('health.quota')}>
      <h3 className={panel.title}>{t('health.quota')}</h3>
      {open.length === 0 ? (
        <p className={panel.hint}>{t('health.quotaNone')}</p>
      ) : (
        open
          .slice(0, mostQuotas)
          .map(({ kind, limit, left, resetAt }) => (
            <ProgressBar
              key={`${kind} ${limit}`}
              label={t(`health.quotaLeft.${kind}`, { count: left })}
              value={left}
              max={limit}
              count={t('health.quotaOf', { limit: number(limit), time: times.moment(resetAt, now) })}
            />
          ))
      )}
      {limited !== null && <p>{t('health.limited', { time: times.moment(limited, now) })}</p>}
      {limited === null && kept !== null && <p>{t('health.quotaKept', { time: times.moment(kept, now) })}</p>}
      {open.length > 0 && <p className={panel.hint}>{t('health.quotaHow')}</p>}
    </section>
  );
}

/** What each permission is for, and what a missing one costs. */
function Permissions({ access, isLost }: { readonly access: Access; readonly isLost: boolean }) {
  const { t } = useText();
  const isMissing = access.permissions.some(({ held }) => held === false);
  const isUnknown = access.permissions.some(({ held }) => held === null);
  return (
    <section className={panel.part} aria-label={t('health.permissions')}>
      <h3 className={panel.title}>{t('health.permissions')}</h3>
      <p className={panel.hint}>
        {t(isUnknown ? 'health.notSaid' : isLost ? 'health.permissionsWere' : 'health.permissionsHow')}
      </p>
      <ul className={styles.list}>
        {access.permissions.map(({ name, held, scope }) => (
          <li key={name} className={styles.permission}>
            <Icon
              of={held === null ? CircleHelp : held ? CircleCheck : CircleX}
              size={14}
              className={held === null ? undefined : held ? styles.held : styles.missing}
            />
            <span className={styles.words}>
              <span>
                {held === false
                  ? t('health.missing', { what: t(`health.permission.${name}`) })
                  : t(`health.permission.${name}`)}
                {scope !== null && <code className={styles.scope}>{scope}</code>}
              </span>
              {held === false && <span className={panel.hint}>{t(`health.missing.${name}`)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {isMissing && <p>{t('health.missingHow')}</p>}
    </section>
  );
}
