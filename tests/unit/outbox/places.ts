import { failure } from '../../../src-shared/errors.ts';
import type { OutboxEvent } from '../../../src-shared/outbox/event.ts';
import {
  at,
  cause,
  done,
  drive,
  env,
  minute,
  rule,
  start,
  submitted,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** A delivery in each place that it can be in, led there by what happens and not by hand. */
export const dueAt = start + 60 * minute;
export const planned = (over: Parameters<typeof wish>[0] = {}, create = rule('R')) =>
  drive(
    submitted({ env: env(start, { terms: terms(create) }), wish: wish({ leaving: at(dueAt), ...over }) }),
  );
export const sending = (create = rule('R')): Driven => {
  const driven = planned({}, create);
  driven.pass(60 * minute);
  driven.go({ terms: terms(create) });
  return driven;
};
export const unknown = { tag: 'unknown-outcome', failure: cause } as const;

export const handedOver = (): Driven => {
  const driven = planned({ executor: 'native' });
  driven.go();
  driven.answer(done('s1'));
  return driven;
};
export const led = (begin: () => Driven, ...lead: readonly ((driven: Driven) => void)[]) => {
  const driven = begin();
  for (const one of lead) one(driven);
  return driven;
};
export const answer =
  (given: Parameters<Driven['answer']>[0]) =>
  (driven: Driven): void => {
    driven.answer(given);
  };
const tell =
  (event: (driven: Driven) => OutboxEvent) =>
  (driven: Driven): void => {
    driven.send(event(driven));
  };
const cancel = tell(({ now }) => ({ tag: 'cancel', env: env(now) }));

export const places = {
  grace: () => drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt: start + minute } }) })),
  scheduled: () => planned(),
  sending: () => sending(),
  polling: () => led(sending, answer({ tag: 'processing', handle: 'job', pollAfterMs: 5_000 })),
  'in doubt': () => led(sending, answer(unknown)),
  limited: () => led(sending, answer({ tag: 'rate-limited', until: dueAt + 10 * minute })),
  'trying again': () => led(sending, answer({ tag: 'server', failure: cause })),
  'waiting for a connection': () => led(sending, answer({ tag: 'offline', failure: failure('offline') })),
  'with its scheduler': handedOver,
  'taken back': () => led(handedOver, cancel),
  'by hand': () => planned({ executor: 'assisted' }),
  assisted: () =>
    led(
      () => planned({ executor: 'assisted' }),
      (driven) => {
        driven.pass(60 * minute);
        driven.go();
      },
    ),
  asked: () => led(() => sending(rule('N')), answer(unknown)),
  missed: () =>
    led(planned, (driven) => {
      driven.pass(60 * minute + 31 * minute);
      driven.go();
    }),
  failed: () => led(sending, answer({ tag: 'rejected', failure: failure('media-missing') })),
  sent: () => led(sending, answer(done('r1'))),
  cancelled: () => led(planned, cancel),
} satisfies Record<string, () => Driven>;
export type Place = keyof typeof places;
export const allPlaces = Object.keys(places) as Place[];
