import type { Connector } from '../../src-main/connectors/contract.ts';
import type { Operation } from '../../src-shared/outbox/operation.ts';

/** What a connector was asked to do with the words of one delivery, as seen from outside the outbox's machine. */
export type Seen =
  | { readonly tag: 'publish'; readonly at: number }
  | { readonly tag: 'look'; readonly at: number; readonly saw: string };

export interface Watch {
  /** By the words of the content, oldest first; writes only, uploads left out. */
  readonly seen: ReadonlyMap<string, readonly Seen[]>;
  readonly connector: (real: Connector) => Connector;
}

/** Keeps a diary of all that a process asks of its connector, whatever the machine believes that it asked. */
export function watchConnector(
  now: () => number,
  /** Called just before the first request for these words leaves. */
  first: (words: string) => void,
): Watch {
  const seen = new Map<string, Seen[]>();
  const wordsOf = (operation: Operation): string =>
    'content' in operation ? operation.content.text : operation.tag;
  const diary = (operation: Operation): Seen[] => {
    const words = wordsOf(operation);
    const known = seen.get(words) ?? [];
    seen.set(words, known);
    return known;
  };
  return {
    seen,
    connector: (real) => ({
      ...real,
      publish: (ctx, operation, drawn) => {
        if (operation.tag !== 'upload') {
          if (diary(operation).length === 0) first(wordsOf(operation));
          diary(operation).push({ tag: 'publish', at: now() });
        }
        return real.publish(ctx, operation, drawn);
      },
      confirm: async (ctx, input) => {
        const at = now();
        const answer = await real.confirm(ctx, input);
        const saw = answer.tag === 'ok' ? answer.value.tag : answer.error.tag;
        diary(input.operation).push({ tag: 'look', at, saw });
        return answer;
      },
    }),
  };
}

/** A second request before absence was proven: by two looks, begun after the settling and at least `apartMs` apart. */
export function isBlindRetry(diary: readonly Seen[], settleMs: number, apartMs: number): boolean {
  const publishes = diary.filter((one) => one.tag === 'publish');
  return publishes.slice(1).some((again, index) => {
    const before = publishes[index]?.at ?? 0;
    const proofs = diary.flatMap((one) =>
      one.tag === 'look' && one.saw === 'absent' && one.at >= before + settleMs && one.at <= again.at
        ? [one.at]
        : [],
    );
    return Math.max(...proofs, 0) - Math.min(...proofs, Infinity) < apartMs;
  });
}
