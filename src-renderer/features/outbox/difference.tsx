import { useText } from '../../text/text-context.tsx';
import { WordDiff } from '../../ui/rich-text/word-diff.tsx';

/** Connectors bring no more than this of a text. */
const longestFound = 1_000;

/** A text that was found, compared with the one that was written: what is missing, and what is more. */
export function Difference({ written, found }: { readonly written: string; readonly found: string }) {
  const { t, locale } = useText();
  const whole = found.length >= longestFound ? written.slice(0, longestFound) : written;
  return (
    <WordDiff
      before={whole}
      after={found}
      locale={locale}
      wentLabel={t('outbox.diffMissing')}
      cameLabel={t('outbox.diffMore')}
    />
  );
}

/** Whether both say the same but for spaces around them. */
export const isSameText = (written: string, found: string): boolean => written.trim() === found.trim();
