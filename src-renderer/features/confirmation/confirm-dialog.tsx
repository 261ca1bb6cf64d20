import { commentPiece, partsOf, piecesOf } from '../../../src-shared/domain/pieces.ts';
import { freezesOf } from '../../../src-shared/domain/freeze.ts';
import { useActiveFreezes } from '../../state/brakes.ts';
import { useConfirmation } from '../../state/confirmation.ts';
import { useRealm } from '../../state/realm.ts';
import { moneyWords } from '../../state/spending.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import styles from './confirm-dialog.module.css';

/** The second look that a sensitive account, or a spent budget, asks for: which account, whose, and the very words. */
export function ConfirmDialog() {
  const text = useText();
  const { t, times, formats } = text;
  const { now } = useRealm();
  const pending = useConfirmation((confirmation) => confirmation.pending);
  const accounts = useAccounts();
  const workspaces = useWorkspaces();
  const freezes = useActiveFreezes();
  if (pending === null) return null;
  const { input, answer } = pending;
  const client = workspaces.find(({ id }) => id === input.workspaceId);
  const handleOf = (id: string): string => {
    const handle = accounts.find((one) => one.id === id)?.handle ?? '';
    return handle.startsWith('@') ? handle : `@${handle}`;
  };
  const isFrozen = input.targets.every(
    ({ accountId }) => freezesOf(freezes, { ...input, accountId }).length > 0,
  );
  const isReply = input.action.tag === 'reply';
  const when = input.when.tag === 'at' ? times.full(input.when.moment.dueAt, input.when.moment.zone) : null;
  const places = formats.list(input.targets.map(({ accountId }) => handleOf(accountId)));
  return (
    <AlertDialog
      isOpen
      tone="primary"
      title={t(isReply ? 'confirmation.replyTitle' : 'confirmation.title', { client: client?.name ?? '' })}
      confirmLabel={
        isReply
          ? t('confirmation.reply', { places })
          : when === null
            ? t('confirmation.publish', { places })
            : t('confirmation.schedule', { places })
      }
      cancelLabel={t('confirmation.back')}
      onConfirm={() => answer(true)}
      onCancel={() => answer(false)}
    >
      <div className={styles.all} {...(client && { 'data-client': client.colour })}>
        {input.targets.some(({ accountId }) => input.sensitive.includes(accountId)) && (
          <p className={styles.hint}>{t('confirmation.why')}</p>
        )}
        {input.over.map(({ accountId, network, price, spent, budget }) => (
          <Banner key={accountId} tone="warn" subject={`${handleOf(accountId)} · `}>
            {t('confirmation.overBudget', {
              network,
              price: moneyWords(text, price.amount, price.currency),
              spent: moneyWords(text, spent, price.currency),
              budget: moneyWords(text, budget, price.currency),
            })}
          </Banner>
        ))}
        {input.targets.map(({ accountId, content }) => (
          <section key={accountId} className={styles.one}>
            <h3 className={styles.who}>
              {t('confirmation.account', {
                handle: handleOf(accountId),
                network: accounts.find((one) => one.id === accountId)?.manifest.name ?? '',
                client: client?.name ?? '',
              })}
            </h3>
            {piecesOf(content).map((piece, index, all) => (
              <div key={piece.key}>
                {all.length > 1 && (
                  <p className={styles.hint}>
                    {piece.key === commentPiece
                      ? t('words.firstComment')
                      : t('words.partOf', { n: index + 1, count: partsOf(content).length + 1 })}
                  </p>
                )}
                <p className={styles.words}>
                  {piece.content.text.trim() === '' ? t('confirmation.noText') : piece.content.text}
                </p>
                {piece.content.media.length > 0 && (
                  <p className={styles.hint}>
                    {t('confirmation.media', { count: piece.content.media.length })}
                  </p>
                )}
              </div>
            ))}
          </section>
        ))}
        <p className={styles.hint}>
          {isFrozen
            ? t('brakes.keptFrozen')
            : when === null
              ? t('confirmation.now')
              : t('confirmation.at', { when })}
          {input.when.tag === 'at' && input.when.moment.dueAt < now() && ` ${t('confirmation.past')}`}
        </p>
      </div>
    </AlertDialog>
  );
}
