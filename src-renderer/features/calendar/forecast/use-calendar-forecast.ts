import { useEffect, useState } from 'react';
import type { Workspace } from '../../../../src-shared/domain/workspace.ts';
import { afterPaint } from '../../../state/after-paint.ts';
import { useForecast, type LiveForecast } from './use-forecast.ts';

/**
 * The forecast beside the calendar: whole while it is shown, otherwise only its counts, read once the calendar itself
 * (`isReady`) is there.
 */
export function useCalendarForecast(
  clients: readonly Workspace[],
  zone: string,
  now: number,
  isShown: boolean,
  isReady: boolean,
): { readonly live: LiveForecast; readonly urgent: number } {
  const [isCalm, setCalm] = useState(false);
  useEffect(() => {
    if (isReady) afterPaint(() => setCalm(true));
  }, [isReady]);
  const live = useForecast(clients, zone, now, isShown ? 'whole' : isCalm ? 'counts' : 'off');
  return { live, urgent: live.forecast?.risks.filter(({ severity }) => severity === 'stops').length ?? 0 };
}
