import { CircleCheck, CircleMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Absence, Capability, Manifest } from '../../../src-shared/networks/manifest.ts';
import { proofOf, transportOf } from '../../../src-shared/networks/matrix.ts';
import { markOf } from '../../previews/index.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useRealm } from '../../state/realm.ts';
import { unpaidWords } from '../../state/unpaid.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { SidePanel } from '../../ui/frame/side-panel.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Avatar } from '../../ui/identity/avatar.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { DataTable } from '../../ui/lists/data-table.tsx';
import { ConfirmSwitch } from './confirm-switch.tsx';
import { AccountNumbers } from './account-numbers.tsx';
import { Lacking, Offered } from './capabilities.tsx';
import { identityFacts, limitFacts, promises, type Fact } from './account-facts.ts';
import { HealthPart } from './health-part.tsx';
import { healthBadge, healthSentence } from './health.ts';
import type { Standing } from './standing.ts';
import styles from './account-panel.module.css';

const width = 480;

/** Everything that is true of one account: how it is, where its access is kept, what its server allows and promises. */
export function AccountPanel({
  standing,
  now,
  backfill,
  actions,
}: {
  readonly standing: Standing;
  readonly now: number;
  /** Items of its history that have come so far; null: nothing is being fetched. */
  readonly backfill: number | null;
  /** Buttons. */
  readonly actions: ReactNode;
}) {
  const text = useText();
  const { t } = text;
  const { account } = standing;
  const { manifest } = account;
  const isByHand = manifest.byHand === true;
  const badge = healthBadge(text, standing);
  return (
    <SidePanel
      label={t('accounts.detailsOf', { account: account.handle })}
      width={width}
      header={
        <div className={styles.header}>
          <Avatar
            name={account.name}
            colourKey={account.id}
            src={account.avatarUrl === null ? null : remotePicture(account.avatarUrl)}
            size={40}
          />
          <div className={styles.who}>
            <h2 className={styles.name}>{account.name}</h2>
            <div className={styles.handle}>
              <NetworkMark mark={markOf(account)} label={manifest.name} />
              <span className={styles.handleText}>{account.handle}</span>
            </div>
          </div>
          <Badge tone={badge.tone} icon={badge.icon}>
            {badge.words}
          </Badge>
        </div>
      }
    >
      <div className={styles.body}>
        <AccountState standing={standing} now={now} />
        {backfill !== null && (
          <ProgressBar label={t('accounts.backfill', { count: backfill })} value={null} />
        )}
        <div className={styles.actions}>{actions}</div>
        {account.health.tag !== 'disconnected' && <ConfirmSwitch account={account} />}
        {/* Nothing is asked of the network: there is no access to be well or ill, and nothing to count. */}
        {!isByHand && <HealthPart standing={standing} now={now} />}
        <Part title={t('accounts.facts')}>
          <Facts facts={identityFacts(text, account, now)} />
        </Part>
        {!isByHand && (
          <Part title={t('accounts.numbers')}>
            <AccountNumbers key={account.id} account={account} now={now} />
          </Part>
        )}
        <Part title={t('accounts.limits')}>
          <Facts facts={limitFacts(text, manifest)} />
        </Part>
        <Transports manifest={manifest} />
        {!isByHand && <Promises manifest={manifest} />}
        <Part title={t('accounts.offers')}>
          <Offered manifest={manifest} />
        </Part>
        <Part title={t('accounts.lacks')}>
          <Lacking manifest={manifest} />
        </Part>
      </div>
    </SidePanel>
  );
}

/** How it is, in a sentence; that its network is not paid, with the way to say that it is. */
function AccountState({ standing, now }: { readonly standing: Standing; readonly now: number }) {
  const text = useText();
  const { bridge } = useRealm();
  const { account, vitals } = standing;
  const unpaid = unpaidWords(text, account, vitals, now);
  if (unpaid === null) return <p>{healthSentence(text, standing, now)}</p>;
  return (
    <Banner tone="warn">
      <p>{unpaid}</p>
      <div className={styles.again}>
        <Button size="small" onPress={() => void bridge.sync.refresh({ accountId: account.id })}>
          {text.t('health.unpaidAgain')}
        </Button>
      </div>
    </Banner>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3 className={styles.title}>{title}</h3>
      {children}
    </section>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The three ways in which a post can reach the network, and what each was proved against. */
function Transports({ manifest }: { readonly manifest: Manifest }) {
  const { t } = useText();
  const because = (capability: Capability): Absence | undefined =>
    manifest.byHand === true ? 'by-hand-only' : manifest.absent?.[capability];
  const rows = [
    {
      id: 'direct',
      has: transportOf(manifest, 'publish').tag === 'direct',
      of: 'publish',
      because: because('publish'),
    },
    {
      id: 'native',
      has: manifest.native !== null,
      of: 'native-schedule',
      because: because('native-schedule'),
    },
    // A person can publish on the network's own pages whatever the connection allows.
    { id: 'assisted', has: true, of: 'publish', because: undefined },
  ] as const;
  return (
    <Part title={t('accounts.transports')}>
      <DataTable
        caption={t('accounts.transports')}
        isCaptionHidden
        columns={[
          { id: 'way', label: t('accounts.transport'), isRowHeader: true },
          { id: 'has', label: t('accounts.available') },
          { id: 'proof', label: t('accounts.provedAgainst') },
        ]}
        rows={rows}
        keyOf={(row) => row.id}
      >
        {(row, column) => {
          if (column === 'way')
            return (
              <>
                {t(`networks.${row.id}`)}
                <span className={styles.detail}>{t(`networks.${row.id}Detail`)}</span>
              </>
            );
          if (column === 'has')
            return (
              <span className={row.has ? styles.yes : styles.no}>
                <Icon of={row.has ? CircleCheck : CircleMinus} size={14} />
                {row.has
                  ? t('accounts.offered')
                  : row.because === undefined
                    ? t('accounts.notOfferedHere')
                    : t('accounts.notOfferedBecause', { why: t(`networks.absent.${row.because}`) })}
              </span>
            );
          return row.has && row.id !== 'assisted'
            ? t(`networks.proof.${proofOf(manifest, row.of)}`)
            : t('words.unavailable');
        }}
      </DataTable>
    </Part>
  );
}

/** What the server promises when a connection is cut during a write. */
function Promises({ manifest }: { readonly manifest: Manifest }) {
  const { t, times, formats } = useText();
  return (
    <Part title={t('accounts.promises')}>
      <p className={styles.hint}>{t('accounts.promisesHint')}</p>
      <dl className={styles.promises}>
        {promises(manifest).map(({ rule, operations }) => (
          <div key={`${rule.class}${rule.keyMs}`}>
            <dt className={styles.promise}>
              {t(`networks.class.${rule.class}`)}
              {rule.keyMs !== null && ` · ${t('accounts.keyFor', { span: times.span(rule.keyMs) })}`}
              {rule.class === 'R' &&
                rule.settleMs > 0 &&
                ` · ${t('accounts.settle', { span: times.span(rule.settleMs) })}`}
            </dt>
            <dd className={styles.promised}>
              {formats.list(operations.map((name) => t(`accounts.op.${name}`)))}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
