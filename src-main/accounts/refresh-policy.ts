/** When accesses are renewed. All durations are milliseconds. */
export const refreshPolicy = {
  /** An access that ends is renewed this long before, while the old one still works. */
  aheadMs: 5 * 60_000,
  /** A renewal that failed while the old access still works is tried again after this. */
  againMs: 30_000,
  /** A pair that the keychain did not take is offered to it again after this. */
  keepAgainMs: 30_000,
} as const;
