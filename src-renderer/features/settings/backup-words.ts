import type { Counts } from '../../../src-shared/safety/backup.ts';
import type { Text } from '../../text/create-text.ts';

const shown = ['posts', 'deliveries', 'media', 'accounts', 'opaque'] as const;

/** "2 clients, 14 posts et brouillons, 3 envois". */
export function summaryText({ t, formats }: Text, counts: Counts, clients: number): string {
  const parts = [
    ...(clients === 0 ? [] : [t('backups.count.workspaces', { count: clients })]),
    ...shown.flatMap((name) =>
      counts[name] === 0 ? [] : [t(`backups.count.${name}`, { count: counts[name] })],
    ),
  ];
  return parts.length === 0 ? t('backups.empty') : formats.list(parts);
}

/** "3 Ko", "1,4 Mo". */
export function sizeText({ t }: Text, bytes: number): string {
  const size = bytes / 1024;
  return size < 1000
    ? t('backups.kilobytes', { size: Math.max(1, Math.round(size)) })
    : t('backups.megabytes', { size: Math.round((size / 1024) * 10) / 10 });
}
