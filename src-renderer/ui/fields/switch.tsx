import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { classNames } from '../class-names.ts';
import styles from './toggle.module.css';

export interface SwitchProps {
  readonly label: string;
  readonly detail?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** Label at the left and the switch at the far right, as in a list of settings. */
  readonly isSpread?: boolean;
}

/** On or off, at once. */
export function Switch({ label, detail, isOn, onChange, isDisabled = false, isSpread = false }: SwitchProps) {
  return (
    <AriaSwitch
      className={classNames(styles.toggle, isSpread && styles.spread)}
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled}
    >
      <span className={styles.track}>
        <span className={styles.thumb} />
      </span>
      <span className={styles.words}>
        {label}
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </span>
    </AriaSwitch>
  );
}
