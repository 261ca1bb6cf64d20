import { useEffect, useState } from 'react';
import type { Message } from '../../../src-shared/domain/message.ts';
import { useRealm } from '../../state/realm.ts';
import { watchMessage } from '../../store/queries/messages.ts';

/** A message as it is now; undefined until it was read, null when the store has none. */
export function useMessage(id: string): Message | null | undefined {
  const { databases } = useRealm();
  const [known, setKnown] = useState<{ readonly id: string; readonly message: Message | null }>();
  useEffect(() => watchMessage(databases, id, (message) => setKnown({ id, message })), [databases, id]);
  return known?.id === id ? known.message : undefined;
}
