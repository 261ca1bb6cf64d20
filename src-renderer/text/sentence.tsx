import { Fragment, type ReactNode } from 'react';
import type { TextArguments, TextKey } from './catalogues.ts';
import { useText } from './text-context.tsx';

export interface SentenceProps<Key extends TextKey> {
  readonly of: Key;
  /** As for `t`. */
  readonly values: TextArguments<Key>;
  /** What stands in place of a name: `{ account: <strong>…</strong> }`. The others are written as words. */
  readonly nodes: Readonly<Record<string, ReactNode>>;
}

/** A sentence with something else than words in it, in the order that the language wants. */
export function Sentence<Key extends TextKey>({ of, values, nodes }: SentenceProps<Key>) {
  const text = useText();
  const given: Readonly<Record<string, string | number>> = values[0] ?? {};
  return (
    <>
      {text.parts(of, ...values).map((part, index) => (
        <Fragment key={index}>
          {typeof part === 'string' ? part : (nodes[part.name] ?? written(given[part.name], text.number))}
        </Fragment>
      ))}
    </>
  );
}

function written(value: string | number | undefined, number: (value: number) => string): string {
  return typeof value === 'number' ? number(value) : (value ?? '');
}
