import { Check, Minus } from 'lucide-react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { Icon } from '../icon.tsx';
import styles from './toggle.module.css';

export interface CheckboxProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly detail?: string;
  readonly isOn: boolean;
  /** Some of what it stands for, not all. */
  readonly isMixed?: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** Takes the focus when it comes, where what had it has gone. */
  readonly autoFocus?: boolean;
}

/** Yes or no, taken into account when the form is. */
export function Checkbox({
  label,
  isLabelHidden = false,
  detail,
  isOn,
  isMixed = false,
  onChange,
  isDisabled = false,
  autoFocus = false,
}: CheckboxProps) {
  return (
    <AriaCheckbox
      className={styles.toggle ?? ''}
      isSelected={isOn}
      isIndeterminate={isMixed}
      onChange={onChange}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      {...(isLabelHidden && { 'aria-label': label })}
    >
      <span className={styles.box}>
        {isMixed ? <Icon of={Minus} size={12} /> : isOn && <Icon of={Check} size={12} />}
      </span>
      {!isLabelHidden && (
        <span className={styles.words}>
          {label}
          {detail !== undefined && <span className={styles.detail}>{detail}</span>}
        </span>
      )}
    </AriaCheckbox>
  );
}
