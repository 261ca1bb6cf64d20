import type { ReactNode } from 'react';
import { Button } from '../../ui/actions/button.tsx';

/** One thing that can be done about a warning. */
export const noticeButton = (key: string, label: string, onPress: () => void): ReactNode => (
  <Button key={key} size="small" onPress={onPress}>
    {label}
  </Button>
);
