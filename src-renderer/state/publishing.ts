import { useMemo } from 'react';
import type { Publishing } from '../../src-shared/domain/publishing.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { publishingOf } from '../store/queries/publishing.ts';
import { useRealm } from './realm.ts';
import { useLiveTable } from './use-live.ts';

/** What a client asks of those who publish for it. */
export function usePublishing(client: WorkspaceId): Publishing {
  const rows = useLiveTable(useRealm().tables.publishing);
  return useMemo(() => publishingOf(rows ?? [], client), [rows, client]);
}
