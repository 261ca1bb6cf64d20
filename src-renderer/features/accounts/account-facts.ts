import type { Account } from '../../../src-shared/domain/account.ts';
import type {
  Counting,
  Manifest,
  OperationClass,
  OperationName,
} from '../../../src-shared/networks/manifest.ts';
import { operationNames } from '../../../src-shared/networks/manifest.ts';
import type { Text } from '../../text/create-text.ts';

export type Fact = readonly [label: string, value: string];

/** Where it lives, and where its secret is. */
export function identityFacts({ t, times }: Text, account: Account, now: number): readonly Fact[] {
  const { health, manifest } = account;
  const secret = health.tag === 'disconnected' ? 'none' : account.secretIn;
  return [
    [t('accounts.server'), account.server],
    ...(manifest.software === null ? [] : [[t('accounts.software'), manifest.software] as const]),
    // Of an account that is connected to nothing there is neither.
    ...(manifest.byHand === true
      ? []
      : [
          [t('accounts.secret'), t(`accounts.secretIn.${secret}`)] as const,
          [
            t('accounts.lastSync'),
            account.lastSyncAt === null ? t('accounts.neverSynced') : times.moment(account.lastSyncAt, now),
          ] as const,
        ]),
    [t('accounts.connectedAt'), times.full(account.connectedAt)],
  ];
}

/** What its server accepts. */
export function limitFacts(
  text: Text,
  { images, counting, messageCounting, poll, native }: Manifest,
): readonly Fact[] {
  const { t, times, bytes, number } = text;
  return [
    [t('accounts.textLimit'), countingWords(text, counting)],
    ...(messageCounting === null
      ? []
      : [[t('accounts.messageLimit'), countingWords(text, messageCounting)] as const]),
    [
      t('accounts.imageLimit'),
      listed([
        t('accounts.imageMany', { count: images.max }),
        t('accounts.imageSize', { size: bytes(images.maxBytes) }),
        images.maxPixels !== null &&
          t('accounts.imagePixels', { pixels: Math.floor(images.maxPixels / 1_000_000) }),
        images.mimes.map((mime) => mime.replace(/^image\//, '').toUpperCase()).join(', '),
      ]),
    ],
    [
      t('accounts.altLimit'),
      listed([
        t('accounts.counted.graphemes', { count: images.altMax }),
        images.altRequired && t('accounts.altRequired'),
      ]),
    ],
    ...(poll === null
      ? []
      : [
          [
            t('accounts.pollLimit'),
            listed([
              t('accounts.pollOptions', { count: poll.maxOptions }),
              t('accounts.pollLength', { count: number(poll.maxOptionLength) }),
            ]),
          ] as const,
        ]),
    ...(native === null
      ? []
      : [
          [
            t('accounts.nativeLimit'),
            listed([
              t('accounts.nativeAhead', { span: times.span(native.minAheadMs) }),
              t('accounts.nativePending', { count: number(native.maxPending) }),
              t('accounts.nativePerDay', { count: number(native.maxPerDay) }),
            ]),
          ] as const,
        ]),
  ];
}

const listed = (parts: readonly (string | false)[]): string => parts.filter(Boolean).join(' · ');

function countingWords({ t, number }: Text, counting: Counting): string {
  return listed([
    t(`accounts.counted.${counting.rule}`, { count: counting.max }),
    counting.maxBytes !== null && t('accounts.alsoBytes', { bytes: number(counting.maxBytes) }),
    counting.urlLength !== null && t('accounts.urlCounts', { length: number(counting.urlLength) }),
    counting.warningCounts && t('accounts.warningCounts'),
  ]);
}

export interface Promised {
  readonly rule: OperationClass;
  readonly operations: readonly OperationName[];
}

/** The writes of an account by what the server promises about them, the strongest promise first. */
export function promises(manifest: Pick<Manifest, 'operations'>): readonly Promised[] {
  const found = new Map<string, { rule: OperationClass; operations: OperationName[] }>();
  for (const name of operationNames) {
    const rule = manifest.operations[name];
    if (rule === undefined) continue;
    const key = `${rule.class} ${rule.keyMs ?? ''}`;
    const known = found.get(key);
    if (known) known.operations.push(name);
    else found.set(key, { rule, operations: [name] });
  }
  return [...found.values()].sort((a, b) => (a.rule.class < b.rule.class ? -1 : 1));
}
