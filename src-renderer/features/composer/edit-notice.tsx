import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { fieldsFrom } from '../../../src-shared/composing/fields-from.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import { differsFrom } from './composition.ts';
import { handedSentence, isHeld } from './handed-words.ts';
import { atHandle } from './names.ts';
import type { Draft } from './use-draft.ts';
import type { IntentRow } from './use-intent.ts';
import type { Over } from './use-over.ts';

/** Where a post stands that was handed over already: for whom it is over, what counts, and what is not in it yet. */
export function EditNotice({
  draft,
  row,
  over,
  accounts,
}: {
  readonly draft: Draft;
  readonly row: IntentRow;
  readonly over: Over;
  readonly accounts: readonly Account[];
}) {
  const { t, formats } = useText();
  const handlesOf = (ids: ReadonlySet<AccountId>) =>
    formats.list(accounts.filter(({ id }) => ids.has(id)).map(atHandle));
  if (row.intent.targets.every(({ accountId }) => over.any.has(accountId)))
    return (
      <Banner tone="warn" role="status">
        {t(over.sent.size > 0 ? 'composer.allLeft' : 'composer.allCancelled')}
      </Banner>
    );
  return (
    <>
      {over.sent.size > 0 && (
        <Banner role="status">{t('composer.leftFor', { places: handlesOf(over.sent) })}</Banner>
      )}
      {over.cancelled.size > 0 && (
        <Banner role="status">{t('composer.cancelledFor', { places: handlesOf(over.cancelled) })}</Banner>
      )}
      <Standing draft={draft} row={row} over={over} />
    </>
  );
}

function Standing({
  draft,
  row,
  over,
}: {
  readonly draft: Draft;
  readonly row: IntentRow;
  readonly over: Over;
}) {
  const text = useText();
  const { t } = text;
  const { when, targets } = row.intent;
  if (row.handed === 'refused' && row.refusal !== null)
    return (
      <Banner tone="bad" role="status" subject={t('composer.editingRefused')}>
        {' '}
        {errorText(text, row.refusal.code, row.refusal.detail).sentence}
      </Banner>
    );
  if (differsFrom(draft.post, row.intent, over.any))
    return (
      <Banner
        tone="warn"
        role="status"
        actions={
          <Button
            size="small"
            onPress={() =>
              draft.change(() => ({
                ...fieldsFrom(targets),
                planned: when.tag === 'at' ? when.moment : null,
              }))
            }
          >
            {t('composer.backToScheduled')}
          </Button>
        }
      >
        {t('composer.edited')}
      </Banner>
    );
  const { handed } = row;
  const wish = { handed, isPlanned: when.tag === 'at', deliveries: over.deliveries };
  return (
    <Banner tone={isHeld(wish) ? 'accent' : 'warn'} role="status">
      {handedSentence(text, wish)}
    </Banner>
  );
}
