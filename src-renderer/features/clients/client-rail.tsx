import { CircleHelp, GraduationCap, Plug, Plus, Settings } from 'lucide-react';
import { keyLabels } from '../../state/key-labels.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { visitClient } from '../../state/visit-client.ts';
import { useUnread } from '../../state/unread.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Rail } from '../../ui/frame/rail.tsx';
import { useClientMenu } from './use-client-menu.ts';

/** Three signs are what a disc of 34 px bears. */
const mostShown = 99;
/** Where counting stops. */
const mostCounted = 999;

/** One disc per client, at the left of every screen, with what waits for an answer. */
export function ClientRail() {
  const { t, number, capped } = useText();
  const { info } = useRealm();
  const { client, place, go, compose } = useNavigation();
  const show = useShell((shell) => shell.show);
  const counts = useUnread((state) => state.counts);
  const shown = useWorkspaces().filter((one) => one.archivedAt === null);
  const menuOf = useClientMenu();
  const keys = keyLabels(info.platform);
  const open = (screen: Place) => () => {
    compose(null);
    go(screen);
  };

  return (
    <Rail
      label={t('shell.clients')}
      allLabel={t('shell.allClients')}
      current={client === 'all' ? null : client}
      onChange={(id) => visitClient(shown.find((one) => one.id === id)?.id ?? 'all')}
      clients={shown.map((one, index) => {
        const unread = counts[one.id] ?? 0;
        return {
          id: one.id,
          name: one.name,
          colour: one.colour,
          unread: unread === 0 ? null : capped(unread, mostShown),
          unreadLabel:
            unread > mostCounted
              ? t('shell.unreadCapped', { max: number(mostCounted) })
              : t('shell.unread', { count: unread }),
          ...(index < 9 && { keys: keys.client(index + 1) }),
          ...(one.training && { note: { icon: GraduationCap, label: t('clients.training') } }),
          menu: menuOf(one),
        };
      })}
      addLabel={t('shell.addClient')}
      addIcon={Plus}
      onAdd={() => show({ tag: 'client-form', id: null })}
      actions={[
        {
          id: 'accounts',
          label: t('shell.accounts'),
          icon: Plug,
          keys: keys.go.accounts,
          isCurrent: place === 'accounts',
          onPress: open('accounts'),
        },
        {
          id: 'help',
          label: t('shell.help'),
          icon: CircleHelp,
          keys: keys.shortcuts,
          onPress: () => show({ tag: 'shortcuts' }),
        },
        {
          id: 'settings',
          label: t('shell.settings'),
          icon: Settings,
          keys: keys.settings,
          isCurrent: place === 'settings',
          onPress: open('settings'),
        },
      ]}
    />
  );
}
