import type { ReactNode } from 'react';
import type { LossLine } from '../../../src-shared/safety/loss.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Result } from '../../../src-shared/result.ts';
import { goOnWithout, openFromBefore, useLoss, type Loss } from '../../state/loss.ts';
import { chooseArchive } from '../../state/open-backup.ts';
import { useRealm } from '../../state/realm.ts';
import { useNow } from '../../state/use-live.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { noticeButton } from './notice-button.tsx';
import type { Notice } from './notice.ts';

/** What is said of damaged files: what is missing, in figures, where it can come back from, and where the files are. */
export interface LossNotices {
  /** Gravest first; empty nearly always. */
  readonly notices: readonly Notice[];
  /** Buttons that show the damaged files of a place, beside what is said of it elsewhere. */
  readonly asideOf: (place: Loss['places'][number]['place']) => readonly ReactNode[];
}

export function useLossNotices(): LossNotices {
  const text = useText();
  const { t, times, formats } = text;
  const realm = useRealm();
  const { bridge, toasts } = realm;
  const found = useLoss((state) => state.found);
  const forget = useLoss((state) => state.set);
  const now = useNow();
  if (found === null) return { notices: [], asideOf: () => [] };
  const { tag, loss } = found;
  const { snapshot, lines } = loss;

  const said = (doing: Promise<Result<null, Failure>>): void =>
    void doing.then((done) => {
      if (done.tag === 'err')
        toasts.show({ text: errorText(text, done.error.code, done.error.detail).sentence, tone: 'bad' });
    });
  const asideOf: LossNotices['asideOf'] = (place) =>
    loss.places
      .filter((one) => one.place === place && one.isKept)
      .map(() =>
        noticeButton(`aside ${place}`, t('banners.showFolder'), () =>
          said(bridge.safety.showAside({ place })),
        ),
      );
  const folder = loss.places.flatMap(({ place }) => asideOf(place)).slice(0, 1);
  const places = formats.list(loss.places.map(({ place }) => t(`banners.place.${place}`)));
  const subject = t('banners.damaged', { places });
  const fromArchive = noticeButton('archive', t('banners.fromArchive'), () => said(chooseArchive(realm)));
  const without = { onDismiss: () => said(goOnWithout(realm)) };

  switch (tag) {
    case 'short':
      return {
        asideOf,
        notices: [
          {
            id: 'loss',
            tone: 'bad',
            subject,
            text: t('banners.missing', {
              missing: formats.list(missingWords(text, lines)),
              age: snapshot === null ? '' : times.relative(snapshot.at, now),
              date: snapshot === null ? '' : times.full(snapshot.at),
            }),
            actions: (
              <>
                {snapshot !== null &&
                  noticeButton('restore', t('banners.restore'), () =>
                    said(openFromBefore(realm, snapshot.id)),
                  )}
                {folder}
              </>
            ),
            ...without,
          },
        ],
      };
    case 'unknown':
      return {
        asideOf,
        notices: [
          {
            id: 'loss',
            tone: 'bad',
            subject,
            text: t('banners.missingUnknown'),
            actions: (
              <>
                {fromArchive}
                {folder}
              </>
            ),
            ...without,
          },
        ],
      };
    case 'whole': {
      // The journal has a warning of its own, with what to look at next.
      if (loss.places.every(({ place }) => place === 'journal')) return { asideOf, notices: [] };
      return {
        asideOf,
        notices: [
          {
            id: 'whole',
            tone: 'warn',
            subject,
            text:
              snapshot === null || lines.length === 0
                ? t('banners.wholeUncounted')
                : t('banners.whole', {
                    here: formats.list(hereWords(text, lines)),
                    date: times.full(snapshot.at),
                  }),
            ...(folder.length > 0 && { actions: folder }),
            onDismiss: () => forget(null),
          },
        ],
      };
    }
  }
}

/** "3 brouillons sur 4". */
const missingWords = ({ t }: Text, lines: readonly LossLine[]): readonly string[] =>
  lines.flatMap(({ kind, before, here }) =>
    before === here
      ? []
      : [t('banners.missingOf', { missing: t(`banners.lost.${kind}`, { count: before - here }), before })],
  );

const hereWords = ({ t }: Text, lines: readonly LossLine[]): readonly string[] =>
  lines.map(({ kind, here }) => t(`banners.lost.${kind}`, { count: here }));
