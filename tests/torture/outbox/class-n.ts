import type { Held } from './networks.ts';

/** A server that honours no key and cannot be read back: the last account's manifest says so. */
export function withoutPromises(held: readonly Held[], wanted: boolean): readonly Held[] {
  if (!wanted) return held;
  return held.map((one, index): Held => {
    if (index !== held.length - 1) return one;
    const { manifest } = one.account;
    const operations = { ...manifest.operations, create: { class: 'N', settleMs: 0, keyMs: null } } as const;
    return { ...one, account: { ...one.account, manifest: { ...manifest, operations } } };
  });
}
