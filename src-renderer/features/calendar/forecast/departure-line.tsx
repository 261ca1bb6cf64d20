import type { Departure } from '../../../../src-shared/forecast/departure.ts';
import { markOf } from '../../../previews/index.ts';
import { useText } from '../../../text/text-context.tsx';
import { ClientDisc } from '../../../ui/identity/client-disc.tsx';
import { NetworkMark } from '../../../ui/identity/network-mark.tsx';
import { useCalendar } from '../calendar-context.ts';
import { excerptOf } from '../entry-words.ts';
import styles from './forecast.module.css';

/** One post in a line: whose, where to, when, its first words. A button that shows it. */
export function DepartureLine({
  departure,
  now,
  onOpen,
}: {
  readonly departure: Departure;
  readonly now: number;
  readonly onOpen: (departure: Departure) => void;
}) {
  const text = useText();
  const { clients, accounts, zone } = useCalendar();
  const client = clients.get(departure.workspaceId);
  const account = departure.accountId === null ? undefined : accounts.get(departure.accountId);
  return (
    <button type="button" className={styles.post} onClick={() => onOpen(departure)}>
      {client !== undefined && (
        <ClientDisc name={client.name} colour={client.colour} size="tiny" label={client.name} />
      )}
      {account !== undefined && (
        <NetworkMark mark={markOf(account)} label={account.manifest.name} size={12} />
      )}
      <span className={styles.when}>{text.times.moment(departure.dueAt, now, zone)}</span>
      <span className={styles.excerpt}>{excerptOf(text, departure.content)}</span>
    </button>
  );
}
