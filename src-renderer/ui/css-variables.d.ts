import 'react';

/** Custom properties are legal in React's `style` prop; its types do not know them. */
declare module 'react' {
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number | undefined;
  }
}
