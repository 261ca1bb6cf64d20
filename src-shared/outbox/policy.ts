/**
 * The numbers that the outbox decides by, in one place. All durations are milliseconds.
 */
export const outboxPolicy = {
  /** First pause after a failure that may be repeated; doubles each time. */
  retryBaseMs: 5_000,
  /** Longest pause between two tries. */
  retryMaxMs: 5 * 60_000,
  /** Failed tries of one step before it is given back to the person. */
  maxTries: 6,
  /** A server that says "wait" without a usable moment gets at least this long. */
  minRateLimitMs: 1_000,
  /** Moments after a lost answer at which presence is looked for, before absence can prove anything. */
  earlyLooksMs: [2_000, 15_000, 60_000],
  /** No server is believed to have settled sooner than this. */
  minSettleMs: 2_000,
  /** Pause between the two looks that prove absence: long enough for a list that lags behind its writes. */
  betweenLooksMs: 40_000,
  /** Looks that saw nothing, after the settling time, which prove that nothing is there. */
  absencesNeeded: 2,
  /** Failed looks after which reading back is given up. */
  maxLookTroubles: 6,
  /** A draw that surely never reached a server is renewed after this long: its moment would bury the post. */
  staleDrawMs: 2 * 60_000,
  /** A server whose clock differs by more than this holds departures. */
  maxSkewMs: 2 * 60_000,
  /** The settling of what is read back is measured by a clock that has not moved by more than this under it. */
  maxLookMoveMs: 2_000,
  /** Times that vanished uploads are redone for one delivery. */
  maxUploadRedos: 2,
  /** A medium or post that the network still "processes" after this long is given up. */
  maxProcessingMs: 60 * 60_000,
  /** Pauses between tries of a post whose medium is not ready: half of what it has waited, between these two. */
  notReadyMs: [10_000, 5 * 60_000],
  /** Handing over must leave this much beyond the network's own minimum. */
  nativeMarginMs: 60_000,
  /** First look for a post that the network's scheduler should have published. */
  firedLookMs: 10_000,
  /** Pauses between looks for a post that the network should have published; then the person is asked. */
  firedLooksMs: [30_000, 60_000, 120_000, 240_000, 480_000, 900_000],
  /** What was to leave at once and was frozen longer than this is asked about instead of sent. */
  frozenToleranceMs: 30 * 60_000,
  /** How far a network's scheduler and our clock may disagree about the same moment. */
  firedMarginMs: 2 * 60_000,
  /** A post still leaves "at its minute" when it leaves within this long of it. */
  itsMinuteMs: 60_000,
  /** Pause between two posts of one account that became due together, where the client says nothing else. */
  spacingMs: 2 * 60_000,
} as const;
