import type { NoticeKind } from '../../src-shared/domain/notice.ts';
import type { CauseKind } from '../../src-shared/outbox/cause-kind.ts';

/**
 * What system notifications say. No word of a post is in them: a locked screen shows them to anybody. The interface
 * has the precise cause; here a short one, and what can be done.
 */
export interface NoticeWords {
  /** `{account}`. */
  readonly one: Readonly<Record<NoticeKind, string>>;
  /** Why, and what can be done; for a failure. */
  readonly cause: Readonly<Record<CauseKind, string>>;
  /** Why, and what can be done, where the kind says it all. */
  readonly why: Readonly<Record<Exclude<NoticeKind, 'failed'>, string>>;
  /** `{count}`. */
  readonly many: string;
  /** "3 refusés": a part of a group, `{count}`. */
  readonly part: Readonly<Record<NoticeKind, string>>;
  /** `{count}`: the tray’s tooltip and its first line. */
  readonly trouble: { readonly one: string; readonly other: string };
}

const fr: NoticeWords = {
  one: {
    failed: 'Un envoi de {account} n’est pas parti',
    missed: 'Un post programmé de {account} n’est pas parti',
    'needs-decision': 'Un envoi de {account} est à vérifier',
    blocked: 'Les envois de {account} sont bloqués',
    assisted: 'À vous de publier pour {account}',
    'recall-failed': 'Un post de {account} n’a pas été repris',
    'handed-back': 'Un post de {account} partira de cet ordinateur',
    'fired-first': 'Un post de {account} est parti avant d’être repris',
    'would-fail': 'Un post de {account} serait refusé à son heure',
  },
  cause: {
    access: 'L’accès au compte est refusé. Reconnectez-le, ou confiez l’envoi à un autre compte.',
    permission: 'Le compte ne l’autorise pas. Reconnectez-le en l’accordant, ou abandonnez l’envoi.',
    content: 'Le réseau refuse ce contenu. Corrigez-le, réessayez ou abandonnez.',
    media: 'Une image n’a pas été prise. Remplacez-la, réessayez ou abandonnez.',
    server: 'Le serveur n’a pas répondu après plusieurs essais. Réessayez, ou choisissez une autre heure.',
    gone: 'Le message concerné n’existe plus. Corrigez l’envoi ou abandonnez-le.',
    window: 'Le délai pour répondre est passé. Répondez sur le site du réseau, ou abandonnez.',
    late: 'Son heure est passée. Publiez maintenant, choisissez une autre heure ou abandonnez.',
    doubt: 'Le réseau n’a pas confirmé. Dites s’il est parti : Vigie n’a rien renvoyé.',
    schedule: 'Le réseau refuse cette heure. Choisissez-en une autre, ou publiez maintenant.',
    clock: 'L’horloge de cet ordinateur est fausse. Réglez-la, puis réessayez.',
    other: 'Ouvrez l’envoi pour voir pourquoi, corriger ou réessayer.',
  },
  why: {
    missed: 'Son heure est passée. Publiez maintenant, choisissez une autre heure ou abandonnez.',
    'needs-decision': 'Le réseau n’a pas confirmé. Dites s’il est parti : Vigie n’a rien renvoyé.',
    blocked: 'Le réseau refuse l’accès de Vigie. Reconnectez le compte ; les autres continuent.',
    assisted: 'Son heure est venue. Le texte et les images sont prêts : ouvrez, publiez, dites-le.',
    'recall-failed': 'Le réseau le tient encore et le publiera. Réessayez, ou retirez-le sur son site.',
    'handed-back': 'Le réseau n’en a pas voulu. Laissez cet ordinateur allumé, ou changez l’heure.',
    'fired-first': 'Le réseau l’avait déjà publié. Ouvrez-le pour le voir ou le supprimer.',
    'would-fail': 'Les limites du réseau ne le permettent plus. Ouvrez-le pour le corriger avant le départ.',
  },
  many: '{count} envois demandent votre attention',
  part: {
    failed: '{count} non partis',
    missed: '{count} manqués',
    'needs-decision': '{count} à vérifier',
    blocked: '{count} comptes à reconnecter',
    assisted: '{count} à publier par vous',
    'recall-failed': '{count} non repris',
    'handed-back': '{count} rendus à cet ordinateur',
    'fired-first': '{count} partis avant la reprise',
    'would-fail': '{count} à corriger avant le départ',
  },
  trouble: {
    one: 'Vigie · {count} envoi demande votre attention',
    other: 'Vigie · {count} envois demandent votre attention',
  },
};

const en: NoticeWords = {
  one: {
    failed: 'A departure of {account} did not leave',
    missed: 'A scheduled post of {account} did not leave',
    'needs-decision': 'A departure of {account} is in doubt',
    blocked: 'The departures of {account} are blocked',
    assisted: 'It is for you to publish for {account}',
    'recall-failed': 'A post of {account} was not taken back',
    'handed-back': 'A post of {account} will leave from this computer',
    'fired-first': 'A post of {account} left before it was taken back',
    'would-fail': 'A post of {account} would be refused at its time',
  },
  cause: {
    access: 'Access to the account is refused. Reconnect it, or use another account.',
    permission: 'The account does not allow it. Reconnect it and grant it, or drop the departure.',
    content: 'The network refuses this content. Correct it, try again, or drop it.',
    media: 'A picture was not taken. Replace it, try again, or drop it.',
    server: 'The server did not answer after several tries. Try again, or choose another time.',
    gone: 'The message it is about no longer exists. Correct the departure, or drop it.',
    window: 'The time to answer is over. Answer on the network’s site, or drop it.',
    late: 'Its time has passed. Publish now, choose another time, or drop it.',
    doubt: 'The network did not confirm. Say whether it left: Vigie sent nothing again.',
    schedule: 'The network refuses this time. Choose another, or publish now.',
    clock: 'The clock of this computer is wrong. Set it, then try again.',
    other: 'Open the departure to see why, to correct it, or to try again.',
  },
  why: {
    missed: 'Its time has passed. Publish now, choose another time, or drop it.',
    'needs-decision': 'The network did not confirm. Say whether it left: Vigie sent nothing again.',
    blocked: 'The network refuses Vigie’s access. Reconnect the account; the others go on.',
    assisted: 'Its time has come. The words and pictures are ready: open, publish, and say so.',
    'recall-failed': 'The network still holds it and will publish it. Try again, or remove it on its site.',
    'handed-back': 'The network did not take it. Leave this computer on, or change the time.',
    'fired-first': 'The network had published it already. Open it to look at it or delete it.',
    'would-fail': 'The network’s limits do not allow it any more. Open it to correct it before it leaves.',
  },
  many: '{count} departures need your attention',
  part: {
    failed: '{count} not sent',
    missed: '{count} missed',
    'needs-decision': '{count} in doubt',
    blocked: '{count} accounts to reconnect',
    assisted: '{count} for you to publish',
    'recall-failed': '{count} not taken back',
    'handed-back': '{count} given back to this computer',
    'fired-first': '{count} gone before the recall',
    'would-fail': '{count} to correct before they leave',
  },
  trouble: {
    one: 'Vigie · {count} departure needs your attention',
    other: 'Vigie · {count} departures need your attention',
  },
};

export const noticeWords = (locale: 'fr' | 'en'): NoticeWords => (locale === 'fr' ? fr : en);
