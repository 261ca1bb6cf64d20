import { useEffect, useMemo, useState } from 'react';
import type { PostMedia } from '../../../../src-shared/domain/content.ts';
import type { MediaHash } from '../../../../src-shared/ids.ts';
import { useRealm } from '../../../state/realm.ts';

const none: ReadonlySet<MediaHash> = new Set();

/** Those of these media whose file main has not. Asked when they change, and every five minutes: files are lost late. */
export function useMissingMedia(media: readonly PostMedia[], now: number): ReadonlySet<MediaHash> {
  const { bridge } = useRealm();
  const wanted = useMemo(
    () => [...new Map(media.map(({ hash, bytes }) => [hash, { hash, bytes }])).values()],
    [media],
  );
  const key = wanted.map(({ hash }) => hash).join(' ');
  const round = Math.floor(now / 300_000);
  const [missing, setMissing] = useState<ReadonlySet<MediaHash>>(none);
  useEffect(() => {
    let isWanted = true;
    if (wanted.length === 0) setMissing(none);
    else
      void bridge.media.missing({ media: wanted }).then((answer) => {
        if (isWanted && answer.tag === 'ok') setMissing(new Set(answer.value.missing));
      });
    return () => {
      isWanted = false;
    };
    // `key` says which they are; the list is made anew with each row that comes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, key, round]);
  return missing;
}
