import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { mentionAt, withMention } from '../../src-shared/composing/mention-at.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Author } from '../../src-shared/domain/person.ts';
import { useRealm } from './realm.ts';

/** Nobody is looked for while the next letter is about to come. */
const pauseMs = 250;
const mostShown = 6;

/** Somebody who may be meant, and the account whose network knows them. */
export interface Suggestion {
  readonly account: Account;
  readonly author: Author;
}

export interface Mentions {
  /** The text that is being written. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Empty: nobody is being mentioned, or nobody was found. */
  readonly suggestions: readonly Suggestion[];
  /** The one that Enter takes. */
  readonly active: number;
  readonly take: (index: number) => void;
  readonly onSelectionChange: (start: number, end: number) => void;
  /** Prevents the default of the keys that it takes. */
  readonly onKeyDown: (event: MentionKey) => void;
}

interface MentionKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  preventDefault(): void;
}

const none: readonly Suggestion[] = [];

/**
 * People of the networks that a text goes to, while one of them is being mentioned: each network is asked once, through
 * the first of its accounts. A network that has no such search, cannot be reached, or is paid for each person read,
 * offers nobody.
 */
export function useMentions(given: {
  readonly accounts: readonly Account[];
  readonly text: string;
  readonly write: (text: string) => void;
}): Mentions {
  const { text, write } = given;
  const field = useRef<HTMLTextAreaElement>(null);
  const { bridge } = useRealm();
  const [caret, setCaret] = useState<number | null>(null);
  const [found, setFound] = useState<{ readonly query: string; readonly people: readonly Suggestion[] }>({
    query: '',
    people: none,
  });
  const [active, setActive] = useState(0);
  /** What the person waved away: nothing is offered until it changes. */
  const [refused, setRefused] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);

  const ids = given.accounts.map(({ id }) => id).join(' ');
  const asked = useMemo(() => {
    const known = new Set<string>();
    return given.accounts.filter(({ network, health, manifest }) => {
      const isNew = !known.has(network);
      known.add(network);
      return (
        isNew && health.tag !== 'disconnected' && manifest.byHand !== true && manifest.prices === undefined
      );
    });
    // The accounts are what their ids are: others of them would ask the networks again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ids]);
  const mention = mentionAt(text, caret);
  const query = mention === null || mention.query === refused ? null : mention.query;

  useEffect(() => {
    if (query === null) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      void Promise.all(
        asked.map(async (account) => {
          const answer = await bridge.accounts.findPeople({ accountId: account.id, query });
          return answer.tag === 'ok' ? answer.value.map((author) => ({ account, author })) : [];
        }),
      ).then((all) => {
        if (!isWanted) return;
        setFound({ query, people: inTurn(all).slice(0, mostShown) });
        setActive(0);
      });
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [bridge, asked, query]);

  // The caret stands behind what was written out.
  useEffect(() => {
    const at = wanted.current;
    if (at === null) return;
    wanted.current = null;
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  }, [text]);

  const suggestions = query !== null && found.query === query ? found.people : none;
  const take = (index: number): void => {
    const chosen = suggestions[index];
    if (chosen === undefined || mention === null) return;
    const done = withMention(text, mention, chosen.author.handle.replace(/^@/, ''));
    wanted.current = done.caret;
    setCaret(null);
    write(done.text);
  };
  return {
    field,
    suggestions,
    active,
    take,
    // Where nobody is mentioned the caret is nobody's business: a key draws the field once.
    onSelectionChange: (start, end) =>
      setCaret(start === end && mentionAt(field.current?.value ?? '', start) !== null ? start : null),
    onKeyDown: (event) => {
      if (suggestions.length === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
        return;
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (by !== 0) setActive((active + by + suggestions.length) % suggestions.length);
      else if (event.key === 'Enter' || event.key === 'Tab') take(active);
      else if (event.key === 'Escape') setRefused(query);
      else return;
      event.preventDefault();
    },
  };
}

/** One of each network, then the next of each: nobody's people push the others' out. */
const inTurn = (all: readonly (readonly Suggestion[])[]): readonly Suggestion[] =>
  Array.from({ length: Math.max(0, ...all.map(({ length }) => length)) }, (_, place) =>
    all.flatMap((people) => people[place] ?? []),
  ).flat();
