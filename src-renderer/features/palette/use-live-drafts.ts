import { useEffect, useState } from 'react';
import type { Post } from '../../../src-shared/domain/post.ts';
import { useRealm } from '../../state/realm.ts';
import { liveDrafts } from '../../store/queries/posts.ts';

/** Unsent drafts, the latest first, for as long as the palette is open. */
export function useLiveDrafts(): readonly Post[] {
  const { databases } = useRealm();
  const [drafts, setDrafts] = useState<readonly Post[]>([]);
  useEffect(() => {
    const table = liveDrafts(databases);
    const read = (): void => setDrafts(table.snapshot() ?? []);
    const stop = table.subscribe(read);
    read();
    return () => {
      stop();
      table.close();
    };
  }, [databases]);
  return drafts;
}
