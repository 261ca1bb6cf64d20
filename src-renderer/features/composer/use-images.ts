import { useCallback, useMemo, useState } from 'react';
import type { CropBox } from '../../../src-shared/composing/crop.ts';
import { withPartChanged } from '../../../src-shared/composing/thread-edit.ts';
import type { PostMedia } from '../../../src-shared/domain/content.ts';
import { failure, type Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { keepMedium } from '../../store/queries/media.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { ImageLimits } from './fit-image.ts';
import { addMedium, reduceImage } from './media-files.ts';
import type { Draft, Scope } from './use-draft.ts';

/** A file that could not be added, and why. */
export interface Refused {
  readonly key: number;
  readonly name: string;
  readonly failure: Failure;
}

/** Which pictures: of the common text or an account's own, and of which part of a thread (0: the post itself). */
export interface Place {
  readonly scope: Scope;
  readonly part: number;
}

export interface Images {
  /** Names of files that are being read and kept. */
  readonly adding: readonly string[];
  readonly refused: readonly Refused[];
  readonly dismiss: (key: number) => void;
  readonly add: (place: Place, files: readonly File[]) => void;
  readonly describe: (place: Place, index: number, change: Pick<PostMedia, 'alt' | 'decorative'>) => void;
  readonly move: (place: Place, index: number, by: -1 | 1) => void;
  readonly remove: (place: Place, index: number) => void;
  /** Makes a smaller version that fits; the original is kept and can be put back. */
  readonly reduce: (place: Place, index: number, limits: ImageLimits) => Promise<void>;
  /** Keeps a part of it, within the limits; the original is kept and can be put back. */
  readonly crop: (place: Place, index: number, box: CropBox, limits: ImageLimits) => Promise<void>;
}

/** The pictures of a post: of the common text, and of each account's own. */
export function useImages(draft: Draft): Images {
  const { bridge, databases, toasts, now } = useRealm();
  const text = useText();
  const [adding, setAdding] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const { workspaceId } = draft.post;
  const { edit } = draft;

  const change = useCallback(
    ({ scope, part }: Place, make: (media: readonly PostMedia[]) => readonly PostMedia[]) =>
      edit(scope, (content) => withPartChanged(content, part, ({ media }) => ({ media: make(media) }))),
    [edit],
  );
  const refuse = useCallback((name: string, reason: Failure) => {
    setRefused((all) => [...all, { key: (all.at(-1)?.key ?? 0) + 1, name, failure: reason }]);
  }, []);

  const addOne = useCallback(
    async (place: Place, file: File): Promise<void> => {
      setAdding((names) => [...names, file.name]);
      try {
        const added = await addMedium(file, file.name, (hash) => bridge.media.facts({ hash }));
        if (added.tag === 'err') refuse(file.name, added.error);
        else {
          await keepMedium(databases, workspaceId, added.value, now());
          change(place, (media) => [...media, added.value]);
        }
      } catch {
        // The store did not take the row: the disk is full, or worse.
        refuse(file.name, failure('disk-full'));
      } finally {
        setAdding((names) => names.toSpliced(names.indexOf(file.name), 1));
      }
    },
    [bridge, databases, workspaceId, now, change, refuse],
  );

  /** Puts another version of a picture in its place, which can be undone. */
  const remake = useCallback(
    async (
      place: Place,
      index: number,
      make: (original: PostMedia) => Promise<Result<PostMedia, Failure>>,
      said: (original: PostMedia, made: PostMedia) => string,
    ): Promise<void> => {
      let before: PostMedia | undefined;
      change(place, (media) => {
        before = media[index];
        return media;
      });
      const original = before;
      if (original === undefined) return;
      const made = await make(original);
      if (made.tag === 'err') {
        refuse(original.name, made.error);
        return;
      }
      await keepMedium(databases, workspaceId, made.value, now());
      const replace = (from: PostMedia, to: PostMedia): void =>
        change(place, (media) =>
          media.map((one) =>
            one.hash === from.hash ? { ...to, alt: one.alt, decorative: one.decorative } : one,
          ),
        );
      replace(original, made.value);
      toasts.show({
        text: said(original, made.value),
        detail: text.t('composer.originalKept'),
        action: { label: text.t('words.undo'), onPress: () => replace(made.value, original) },
      });
    },
    [change, databases, now, refuse, text, toasts, workspaceId],
  );

  return useMemo(
    () => ({
      adding,
      refused,
      dismiss: (key) => setRefused((all) => all.filter((one) => one.key !== key)),
      add: (place, files) => {
        // One after the other, so that they keep the order in which they were chosen.
        void files.reduce((before, file) => before.then(() => addOne(place, file)), Promise.resolve());
      },
      describe: (place, index, said) =>
        change(place, (media) => media.map((one, at) => (at === index ? { ...one, ...said } : one))),
      move: (place, index, by) =>
        change(place, (media) => {
          const moved = media[index];
          const to = index + by;
          if (moved === undefined || to < 0 || to >= media.length) return media;
          return media.toSpliced(index, 1).toSpliced(to, 0, moved);
        }),
      remove: (place, index) => {
        let taken: PostMedia | undefined;
        change(place, (media) => {
          taken = media[index];
          return media.toSpliced(index, 1);
        });
        toasts.show({
          text: text.t('composer.imageRemoved'),
          action: {
            label: text.t('words.undo'),
            onPress: () => {
              const back = taken;
              if (back !== undefined) change(place, (media) => media.toSpliced(index, 0, back));
            },
          },
        });
      },
      reduce: (place, index, limits) =>
        remake(
          place,
          index,
          (original) => reduceImage(original, limits),
          (original, made) =>
            text.t('composer.imageReduced', {
              before: text.bytes(original.bytes),
              after: text.bytes(made.bytes),
            }),
        ),
      crop: (place, index, box, limits) =>
        remake(
          place,
          index,
          (original) => reduceImage(original, limits, box),
          (_, { width, height }) =>
            text.t('composer.imageCropped', {
              width: text.number(width ?? 0),
              height: text.number(height ?? 0),
            }),
        ),
    }),
    [adding, refused, addOne, change, remake, text, toasts],
  );
}

/** The sentence about a file that could not be added. */
export const refusalOf = (text: ReturnType<typeof useText>, refused: Refused): string =>
  errorText(text, refused.failure.code, refused.failure.detail).sentence;
