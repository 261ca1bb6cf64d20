import { allMedia } from '../domain/pieces.ts';
import { checkContent } from '../composing/check.ts';
import type { Departure } from './departure.ts';
import { toLine } from './fixes.ts';
import type { Fix, Risk } from './risk.ts';
import type { Findable } from './sources.ts';

/** What the network would refuse at its hour, and media that are not here any more: one risk a departure. */
export function contentRisks({ departures, accountOf, missingMedia, now }: Findable): readonly Risk[] {
  return departures.flatMap((departure): readonly Risk[] => {
    if (!isStillToBeGiven(departure)) return [];
    const { content, key, action, executor } = departure;
    const common = {
      severity: 'stops',
      at: Math.max(now, departure.dueAt),
      departures: [departure],
      fixes: [{ tag: 'edit', of: departure }, ...toLine(departure)] as readonly Fix[],
    } as const;
    const risks: Risk[] = [];
    const hashes = [...new Set(allMedia(content).map(({ hash }) => hash))].filter((hash) =>
      missingMedia.has(hash),
    );
    if (hashes.length > 0) risks.push({ ...common, kind: 'media-missing', id: `media ${key}`, hashes });
    const account = accountOf(departure.accountId);
    if (account !== null) {
      const leaving = action.tag !== 'reply' ? 'post' : action.target.box === 'private' ? 'message' : 'reply';
      const findings = checkContent(content, account.manifest, leaving, executor).filter(
        ({ severity }) => severity === 'error',
      );
      if (findings.length > 0) risks.push({ ...common, kind: 'content', id: `content ${key}`, findings });
    }
    return risks;
  });
}

/** The network has not had its content yet; and it is no draft, which may still become anything. */
function isStillToBeGiven({ action, state }: Departure): boolean {
  if (action.tag !== 'publish' && action.tag !== 'reply') return false;
  switch (state) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'frozen':
    case 'blocked':
    case 'assisted':
    case 'handing':
      return true;
    case 'handed-over':
    case 'recalling':
    // These are told with what became of them.
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'refused':
    case 'sent':
    case 'cancelled':
    case 'draft':
      return false;
  }
}
