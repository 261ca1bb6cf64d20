import { FileInput } from 'lucide-react';
import { useRef, useState } from 'react';
import {
  describedOf,
  differences,
  isSameName,
  readDescribed,
  type Described,
  type DescribedProblem,
} from '../../../src-shared/domain/described.ts';
import { useAccounts } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { describedProblemWords, fieldWords } from './described-words.ts';
import { describedValues } from './use-connect-form.ts';
import styles from './connect-dialog.module.css';

type Outcome =
  | { readonly tag: 'none' }
  | { readonly tag: 'read'; readonly file: string; readonly network: Described }
  | { readonly tag: 'wrong'; readonly file: string; readonly problems: readonly DescribedProblem[] };

/** Fills the form from a file that another Vigie saved, or says everything that is wrong in it. */
export function DescribedImport({
  onRead,
  over = null,
}: {
  /** What the file is read over, to correct it; null: it makes a new account. */
  readonly over?: Described | null;
  /** Values by the names of the form's fields. */
  readonly onRead: (values: Readonly<Record<string, string>>) => void;
}) {
  const text = useText();
  const { t, formats } = text;
  const picker = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>({ tag: 'none' });
  const accounts = useAccounts();
  const read = async (file: File): Promise<void> => {
    const found = readDescribed(await file.text());
    if (found.tag === 'err') {
      setOutcome({ tag: 'wrong', file: file.name, problems: found.error });
      return;
    }
    setOutcome({ tag: 'read', file: file.name, network: found.value });
    onRead(describedValues(found.value));
  };
  const alike =
    outcome.tag !== 'read'
      ? null
      : (over ??
        accounts
          .map(({ manifest }) => describedOf(manifest))
          .find((one) => one !== null && isSameName(one.name, outcome.network.name)));
  const changed = outcome.tag === 'read' && alike ? differences(alike, outcome.network) : [];
  return (
    <div className={styles.import}>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void read(file);
          currentTarget.value = '';
        }}
      />
      <Button size="small" icon={FileInput} onPress={() => picker.current?.click()}>
        {t('accounts.described.import')}
      </Button>
      {outcome.tag === 'read' && (
        <Banner tone={changed.length > 0 && over === null ? 'warn' : 'ok'} role="status">
          {over !== null
            ? t(changed.length > 0 ? 'accounts.described.readOver' : 'accounts.described.sameAsIt', {
                file: outcome.file,
                what: formats.list(changed.map((field) => fieldWords(text, field))),
              })
            : changed.length > 0
              ? t('accounts.described.differs', {
                  name: outcome.network.name,
                  what: formats.list(changed.map((field) => fieldWords(text, field))),
                })
              : alike
                ? t('accounts.described.same', { name: outcome.network.name })
                : t('accounts.described.read', { file: outcome.file })}
        </Banner>
      )}
      {outcome.tag === 'wrong' && (
        <Banner tone="bad" role="alert" subject={t('accounts.described.refused', { file: outcome.file })}>
          <ul className={styles.problems}>
            {outcome.problems.map((problem) => {
              const words = describedProblemWords(text, problem);
              return <li key={words}>{words}</li>;
            })}
          </ul>
        </Banner>
      )}
    </div>
  );
}
