import { useEffect, useState } from 'react';
import type { Contract } from '../../../src-shared/bridge/index.ts';
import type { Payload } from '../../../src-shared/bridge/types.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './leaving.module.css';

type Leaving = Payload<Contract['app']['events']['leaving']>;
type Choice = 'tray' | 'minimise' | 'quit' | 'stay';

/** So many posts are named; the rest is counted. */
const mostNamed = 5;

/** What closing the window means, asked once; and what ending the program costs, named post by post. */
export function LeavingDialog() {
  const { t, times } = useText();
  const { bridge, now } = useRealm();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const [remembers, setRemembers] = useState(false);
  useEffect(
    () =>
      bridge.app.on('leaving', (asked) => {
        setRemembers(false);
        setLeaving(asked);
      }),
    [bridge],
  );
  if (leaving === null) return null;
  const { reason, tray, needsMachine } = leaving;
  const isClose = reason === 'close';
  const answer = (choice: Choice) => () => {
    setLeaving(null);
    void bridge.app.leave({ choice, remember: isClose && remembers && choice !== 'stay' });
  };
  const named = needsMachine.slice(0, mostNamed);
  const others = needsMachine.length - named.length;
  const quitTone = needsMachine.length > 0 ? 'danger' : 'plain';
  const goesOn = tray ? 'tray' : 'minimise';

  return (
    <Dialog
      isOpen
      onClose={answer('stay')}
      title={t(isClose ? 'leaving.closeTitle' : 'leaving.quitTitle')}
      closeLabel={t('leaving.stay')}
      size={needsMachine.length > 0 || tray ? 'wide' : 'normal'}
      actions={
        isClose ? (
          <>
            <Button tone={quitTone} onPress={answer('quit')}>
              {t(needsMachine.length > 0 ? 'leaving.quitAnyway' : 'leaving.quit')}
            </Button>
            {tray && <Button onPress={answer('minimise')}>{t('leaving.minimise')}</Button>}
            <Button tone="primary" autoFocus onPress={answer(goesOn)}>
              {t(`leaving.${goesOn}`)}
            </Button>
          </>
        ) : (
          <>
            <Button tone="primary" autoFocus onPress={answer('stay')}>
              {t('leaving.stay')}
            </Button>
            <Button onPress={answer(goesOn)}>{t(`leaving.${goesOn}`)}</Button>
            <Button tone={quitTone} onPress={answer('quit')}>
              {t(needsMachine.length > 0 ? 'leaving.quitAnyway' : 'leaving.quit')}
            </Button>
          </>
        )
      }
    >
      <div className={styles.said}>
        {isClose && <p>{t('leaving.closeText')}</p>}
        {needsMachine.length === 0 && !isClose && <p>{t('leaving.needsNone')}</p>}
        {needsMachine.length > 0 && (
          <>
            <p>{t('leaving.needs', { count: needsMachine.length })}</p>
            <ul className={styles.posts}>
              {named.map((post) => (
                <li key={post.deliveryId} className={styles.post}>
                  <span className={styles.when}>{times.moment(post.dueAt, now())}</span>
                  <span className={styles.excerpt}>{post.excerpt || t('leaving.noText')}</span>
                </li>
              ))}
              {others > 0 && <li className={styles.more}>{t('leaving.more', { count: others })}</li>}
            </ul>
            <p className={styles.hint}>{t('leaving.late', { count: needsMachine.length })}</p>
          </>
        )}
        {isClose && (
          <Checkbox
            label={t('leaving.remember')}
            detail={t('leaving.rememberHint')}
            isOn={remembers}
            onChange={setRemembers}
          />
        )}
      </div>
    </Dialog>
  );
}
