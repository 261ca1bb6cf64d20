import { Label } from 'react-aria-components/Label';
import { Slider as AriaSlider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';
import styles from './slider.module.css';

/** A value between two ends, where seeing what it does says more than its number. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  format,
  isDisabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** How the value is said. */
  readonly format: Intl.NumberFormatOptions;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}) {
  return (
    <AriaSlider
      className={styles.slider ?? ''}
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      formatOptions={format}
      isDisabled={isDisabled}
      onChange={(given) => {
        const [one] = typeof given === 'number' ? [given] : given;
        if (one !== undefined) onChange(one);
      }}
    >
      <Label>{label}</Label>
      <SliderOutput className={styles.output ?? ''} />
      <SliderTrack className={styles.track ?? ''}>
        <SliderThumb className={styles.thumb ?? ''} />
      </SliderTrack>
    </AriaSlider>
  );
}
