import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Checkbox } from '../../ui/fields/checkbox.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import type { AskAnswer, ConnectAsk } from './attempt.ts';
import styles from './connect-dialog.module.css';

/** What a connection under way needs to hear: the address at which the browser ended, or which accounts are meant. */
export function ConnectAskForm({
  ask,
  network,
  onAnswer,
}: {
  readonly ask: ConnectAsk;
  readonly network: string;
  readonly onAnswer: (answer: AskAnswer) => void;
}) {
  return ask.tag === 'paste' ? (
    <PasteAddress network={network} onAnswer={onAnswer} />
  ) : (
    <ChooseAccounts choices={ask.choices} network={network} onAnswer={onAnswer} />
  );
}

function PasteAddress({
  network,
  onAnswer,
}: {
  readonly network: string;
  readonly onAnswer: (answer: AskAnswer) => void;
}) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const send = () => {
    const said = text.trim();
    // The address of the page, or the code alone where a network shows it.
    if (said === '') setError(t('accounts.fieldNeeded'));
    else onAnswer({ tag: 'pasted', text: said });
  };
  return (
    <div className={styles.browser}>
      <p>{t('accounts.pasteHow', { network })}</p>
      <TextField
        label={t('accounts.pasteAddress')}
        value={text}
        error={error}
        spellCheck="false"
        autoFocus
        onChange={(value) => {
          setText(value);
          setError(null);
        }}
        onSubmit={send}
      />
      <Button size="small" tone="primary" onPress={send}>
        {t('words.continue')}
      </Button>
    </div>
  );
}

function ChooseAccounts({
  choices,
  network,
  onAnswer,
}: {
  readonly choices: Extract<ConnectAsk, { tag: 'choose' }>['choices'];
  readonly network: string;
  readonly onAnswer: (answer: AskAnswer) => void;
}) {
  const { t } = useText();
  const [chosen, setChosen] = useState<readonly string[]>(
    choices.length === 1 ? choices.map(({ id }) => id) : [],
  );
  return (
    <div className={styles.browser}>
      <div role="group" aria-label={t('accounts.chooseAccounts', { network })} className={styles.choices}>
        <p>{t('accounts.chooseAccounts', { network })}</p>
        {choices.map(({ id, name, detail }, index) => (
          <Checkbox
            key={id}
            autoFocus={index === 0}
            label={name}
            detail={detail}
            isOn={chosen.includes(id)}
            onChange={(isOn) => setChosen(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
      <Button
        size="small"
        tone="primary"
        isDisabled={chosen.length === 0}
        onPress={() => onAnswer({ tag: 'chosen', ids: chosen })}
      >
        {t('accounts.connectChosen', { count: chosen.length })}
      </Button>
    </div>
  );
}
