import { useCallback, useEffect, useState, type RefObject } from 'react';
import { splitText } from '../../../src-shared/composing/split.ts';
import {
  listOf,
  withoutPart,
  withPartAfter,
  withPartBack,
  withPartMoved,
  withPartSplit,
} from '../../../src-shared/composing/thread-edit.ts';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import type { Content, Part } from '../../../src-shared/domain/content.ts';
import { firstPiece, partPiece } from '../../../src-shared/domain/pieces.ts';
import { useRealm } from '../../state/realm.ts';
import { useText } from '../../text/text-context.tsx';
import type { Target } from './composition.ts';
import type { Draft, Scope } from './use-draft.ts';
import type { Place } from './use-images.ts';

/** What a person does with the parts of a thread. Places count from 0, the post itself. */
export interface ThreadEditing {
  readonly add: () => void;
  readonly remove: (place: number) => void;
  readonly move: (from: number, to: number) => void;
  /** What was said last, for those who do not see it. */
  readonly said: string;
}

const pieceAt = (place: number): string => (place === 0 ? firstPiece : partPiece(place + 1));

/** Puts the focus into the text of a piece, once it is there. */
export function focusPiece(pane: HTMLElement | null, piece: string): void {
  pane?.querySelector<HTMLElement>(`[data-piece="${piece}"] textarea`)?.focus();
}

export function useThread(draft: Draft, scope: Scope, pane: RefObject<HTMLElement | null>): ThreadEditing {
  const { toasts } = useRealm();
  const { t } = useText();
  const [said, setSaid] = useState('');
  /** The piece that is to have the focus once what it is in is drawn; a new object each time. */
  const [wanted, setWanted] = useState<{ readonly piece: string } | null>(null);
  useEffect(() => {
    if (wanted !== null) focusPiece(pane.current, wanted.piece);
  }, [wanted, pane]);
  const { edit, latest } = draft;

  const move = useCallback(
    (from: number, to: number) => {
      let count = 0;
      edit(scope, (content) => {
        count = listOf(content).length;
        return withPartMoved(content, from, to);
      });
      if (to < 0 || to >= count || from === to) return;
      setSaid(t('composer.partMoved', { from: from + 1, to: to + 1 }));
      setWanted({ piece: pieceAt(to) });
    },
    [edit, scope, t],
  );
  const add = useCallback(() => {
    const post = latest();
    const last = listOf(scope === 'base' ? post.base : contentFor(post, scope)).length - 1;
    edit(scope, (content) => withPartAfter(content, last));
    setWanted({ piece: pieceAt(last + 1) });
  }, [edit, scope, latest]);
  const remove = useCallback(
    (place: number) => {
      let taken: Part | undefined;
      edit(scope, (content) => {
        taken = listOf(content)[place];
        return withoutPart(content, place);
      });
      setWanted({ piece: pieceAt(Math.max(0, place - 1)) });
      const back = taken;
      if (back === undefined || (back.text.trim() === '' && back.media.length === 0)) return;
      toasts.show({
        text: t('composer.partRemoved', { n: place + 1 }),
        action: {
          label: t('words.undo'),
          onPress: () => edit(scope, (content) => withPartBack(content, place, back)),
        },
      });
    },
    [edit, scope, t, toasts],
  );
  return { add, remove, move, said };
}

/** Cuts the text of one part into as many as it takes on every network that it goes to. */
export function useSplit(draft: Draft, targets: readonly Target[]): (place: Place) => void {
  const { toasts } = useRealm();
  const { t } = useText();
  const { edit } = draft;
  return ({ scope, part: place }) => {
    const field: keyof Content = place === 0 ? 'text' : 'parts';
    const readers = targets.filter(({ account, own }) =>
      scope === 'base' ? !own.includes(field) : account.id === scope,
    );
    let before: Content | undefined;
    let made = 0;
    edit(scope, (content) => {
      const part = listOf(content)[place];
      if (part === undefined) return {};
      before = content;
      const rules = readers.map(({ account }) => account.manifest.counting);
      const texts = splitText(part.text, rules, part.warning);
      made = texts.length;
      return withPartSplit(content, place, texts);
    });
    const was = before;
    if (was === undefined) return;
    toasts.show({
      text: t('composer.splitInto', { count: made }),
      action: {
        label: t('words.undo'),
        onPress: () => edit(scope, () => ({ text: was.text, media: was.media, parts: was.parts ?? [] })),
      },
    });
  };
}
