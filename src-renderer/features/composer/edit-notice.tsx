import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { differsFrom, fieldsFrom } from './composition.ts';
import type { Draft } from './use-draft.ts';
import type { IntentRow } from './use-intent.ts';

/** Where a post stands that was handed over already: what counts, and what is not in it yet. */
export function EditNotice({ draft, row }: { readonly draft: Draft; readonly row: IntentRow }) {
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
  if (differsFrom(draft.post, row.intent))
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
  return (
    <Banner tone="accent" role="status">
      {row.handed === 'pending' ? t('composer.editingPending') : t('composer.editing')}
    </Banner>
  );
}
