import {
  Check,
  CircleAlert,
  CircleX,
  Clock,
  ClockAlert,
  Hand,
  Hourglass,
  Laptop,
  LockKeyhole,
  PenLine,
  Send,
  ShieldCheck,
  Snowflake,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { ErrorCode } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';

/** Where a post stands, in the order in which it matters to whoever looks: of several accounts the first one counts. */
export const standings = [
  'needs-decision',
  'failed',
  'missed',
  'refused',
  'blocked',
  'frozen',
  'assisted',
  'running',
  'grace',
  'recalling',
  'handing',
  'hand',
  'here',
  'held',
  'draft',
  'sent',
] as const;
export type Standing = (typeof standings)[number];

type Stands = Pick<Delivery, 'state'> & Partial<Pick<Delivery, 'executor'>>;

export function standingOfOne(delivery: Stands): Standing {
  switch (delivery.state) {
    case 'scheduled':
      return delivery.executor === 'assisted' ? 'hand' : 'here';
    case 'handed-over':
      return 'held';
    case 'cancelled':
      return 'draft';
    case 'needs-decision':
    case 'failed':
    case 'missed':
    case 'blocked':
    case 'frozen':
    case 'assisted':
    case 'running':
    case 'grace':
    case 'recalling':
    case 'sent':
      return delivery.state;
    default:
      return exhaustive(delivery.state);
  }
}

export function standingOf(deliveries: readonly Stands[]): Standing {
  const all = new Set(deliveries.map(standingOfOne));
  return standings.find((one) => all.has(one)) ?? 'here';
}

/** Why a post cannot be moved any more; null: it can. */
export function fixedBecause(deliveries: readonly Pick<Delivery, 'state'>[]): ErrorCode | null {
  const all = new Set(deliveries.map(standingOfOne));
  if (all.has('running') || all.has('grace')) return 'in-flight';
  if (all.has('needs-decision')) return 'outcome-unknown';
  if (all.has('sent')) return 'already-sent';
  return null;
}

type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

export const standingLooks: Readonly<
  Record<Standing, { readonly icon: LucideIcon; readonly tone: Tone; readonly isUrgent: boolean }>
> = {
  'needs-decision': { icon: CircleAlert, tone: 'warn', isUrgent: true },
  failed: { icon: CircleX, tone: 'bad', isUrgent: true },
  missed: { icon: ClockAlert, tone: 'bad', isUrgent: true },
  refused: { icon: CircleX, tone: 'bad', isUrgent: true },
  blocked: { icon: LockKeyhole, tone: 'warn', isUrgent: true },
  frozen: { icon: Snowflake, tone: 'warn', isUrgent: true },
  assisted: { icon: Hand, tone: 'bad', isUrgent: true },
  running: { icon: Send, tone: 'accent', isUrgent: false },
  grace: { icon: Clock, tone: 'accent', isUrgent: false },
  recalling: { icon: Undo2, tone: 'neutral', isUrgent: false },
  handing: { icon: Hourglass, tone: 'neutral', isUrgent: true },
  hand: { icon: Hand, tone: 'accent', isUrgent: false },
  here: { icon: Laptop, tone: 'warn', isUrgent: false },
  held: { icon: ShieldCheck, tone: 'ok', isUrgent: false },
  draft: { icon: PenLine, tone: 'neutral', isUrgent: false },
  sent: { icon: Check, tone: 'neutral', isUrgent: false },
};
