import { noticeKinds, type DeliveryNotice } from '../../../src-shared/domain/notice.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';

/** What a notice offers at once; everything else is on the delivery that it opens. */
export type NoticeAction =
  'open' | 'decide' | 'publish' | 'reconnect' | 'retry' | 'publishNow' | 'outbox' | 'accounts';

export interface NoticeText {
  readonly title: string;
  /** Why. */
  readonly detail: string;
  /** The likeliest first: one or two. */
  readonly actions: readonly { readonly id: NoticeAction; readonly label: string }[];
}

/** The words for one notice, or for many that came at once. At least one is given. */
export function noticeText(
  text: Text,
  notices: readonly DeliveryNotice[],
  handle: (notice: DeliveryNotice) => string | null,
): NoticeText {
  const { t } = text;
  const offered = (ids: readonly NoticeAction[]): NoticeText['actions'] =>
    ids.map((id) => ({ id, label: t(`notices.do.${id}`) }));
  const [only, ...others] = notices;
  if (only !== undefined && others.length === 0)
    return {
      title: t(`notices.one.${only.kind}`, { account: handle(only) ?? t('notices.unknownAccount') }),
      detail: whyOf(text, only),
      actions: offered(actionsFor(text, only)),
    };
  const kinds = noticeKinds.filter((kind) => notices.some((one) => one.kind === kind));
  return {
    title: t('notices.many', { count: notices.length }),
    detail: kinds
      .map((kind) => t(`notices.part.${kind}`, { count: notices.filter((one) => one.kind === kind).length }))
      .join(' · '),
    actions: offered(kinds.every((kind) => kind === 'blocked') ? ['accounts', 'outbox'] : ['outbox']),
  };
}

function whyOf(text: Text, { kind, failure }: DeliveryNotice): string {
  const cause = errorText(text, failure?.code ?? '', failure?.detail).sentence;
  if (kind === 'failed') return cause;
  const why = text.t(`notices.why.${kind}`);
  return (kind === 'blocked' || kind === 'would-fail') && failure !== null ? `${cause} ${why}` : why;
}

function actionsFor(text: Text, { kind, failure }: DeliveryNotice): readonly NoticeAction[] {
  switch (kind) {
    case 'failed': {
      const next = errorText(text, failure?.code ?? '', failure?.detail).action?.id;
      if (next === 'reconnect') return ['reconnect', 'open'];
      return next === 'retry' ? ['retry', 'open'] : ['open'];
    }
    case 'missed':
      return ['publishNow', 'open'];
    case 'needs-decision':
      return ['decide'];
    case 'blocked':
      return ['reconnect', 'open'];
    case 'assisted':
      return ['publish'];
    case 'recall-failed':
    case 'handed-back':
    case 'fired-first':
    case 'would-fail':
      return ['open'];
  }
}
