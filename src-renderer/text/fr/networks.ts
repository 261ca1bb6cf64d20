import type { Capability } from '../../../src-shared/networks/manifest.ts';
import { instagramNetworkWords } from './instagram.ts';

/** What networks offer, promise and ask for, in words. `<network>.auth.<field>` names a field of the connection form. */
export const networks = {
  ...instagramNetworkWords,
  'can.publish': 'publier',
  'can.thread': 'publier un fil',
  'can.first-comment': 'premier commentaire',
  'can.reply': 'répondre',
  'can.private-reply': 'répondre en privé à un commentaire',
  'can.like': 'aimer',
  'can.repost': 'partager',
  'can.delete': 'supprimer',
  'can.edit': 'modifier après publication',
  'can.poll': 'sondages',
  'can.content-warning': 'avertissement de contenu',
  'can.visibility': 'choix de la visibilité',
  'can.images': 'images',
  'can.carousel': 'carrousel',
  'can.video': 'vidéo',
  'can.reels': 'reels',
  'can.stories': 'stories',
  'can.documents': 'document à feuilleter',
  'can.link-card': 'carte de lien',
  'can.direct-messages': 'messages privés',
  'can.mute': 'masquer quelqu’un',
  'can.block': 'bloquer quelqu’un',
  'can.hide-reply': 'masquer une réponse',
  'can.reviews': 'avis',
  'can.report': 'signaler',
  'can.native-schedule': 'programmation tenue par le réseau',
  'can.stream': 'arrivée en direct',
  'can.post-metrics': 'chiffres des posts',
  'can.account-metrics': 'chiffres du compte',
  notOffered: '{network} ne propose pas : {what}.',

  /** Forms that a post may take. */
  'format.post': 'Post',
  'format.carousel': 'Carrousel',
  'format.reel': 'Reel',
  'format.story': 'Story',
  'format.video': 'Vidéo',
  'format.document': 'Document à feuilleter',
  'format.gif': 'GIF animé',
  'format.article': 'Lien avec carte',
  'format.link': 'Lien avec carte',
  'format.photo': 'Photo',

  'class.K': 'Envoi répété sans risque',
  'class.R': 'Envoi vérifié par relecture',
  'class.N': 'Envoi unique, à vérifier par vous en cas de coupure',

  'proof.real-software': 'Éprouvé sur le vrai logiciel',
  'proof.official-description': 'Éprouvé sur la description officielle',
  'proof.data-sheet': 'D’après la documentation seulement',

  direct: 'Direct',
  directDetail: 'Vigie publie, cet ordinateur doit être allumé.',
  native: 'Tenu par le réseau',
  nativeDetail: 'Le réseau garde le post et le publie sans vous.',
  assisted: 'À la main',
  assistedDetail: 'Vigie prépare tout, vous publiez sur le site du réseau.',

  'bluesky.auth.handle': 'Identifiant',
  'bluesky.auth.password': 'Mot de passe d’application',
  'bluesky.auth.server': 'Serveur',
  'bluesky.auth.code': 'Code reçu par e-mail',
  'mastodon.auth.server': 'Serveur',

  /** Help of the connection form: `<network>.help`, a page to open, servers to choose from. */
  'bluesky.auth.handle.hint': 'Comme sur votre profil, sans @.',
  'bluesky.auth.password.hint': 'Jamais votre mot de passe principal : un mot de passe réservé à Vigie.',
  'bluesky.auth.server.hint': 'Laissé vide, Vigie le trouve d’après l’identifiant.',
  'bluesky.auth.code.hint': 'Demandé par votre compte à chaque nouvelle connexion.',
  'bluesky.help':
    'Dans Bluesky, ouvrez Réglages, Confidentialité et sécurité, Mots de passe d’application. Créez-en un pour Vigie et autorisez l’accès aux messages privés si vous voulez y répondre d’ici.',
  'bluesky.help.link': 'https://bsky.app/settings/app-passwords',
  'bluesky.help.open': 'Créer un mot de passe d’application',
  'mastodon.auth.server.hint': 'L’adresse de votre serveur, ou votre adresse complète @nom@serveur.',
  'mastodon.auth.server.suggestions': 'mastodon.social piaille.fr mamot.fr',
  'mastodon.help':
    'Vigie ouvre la page de votre serveur dans votre navigateur. Votre mot de passe reste là-bas : Vigie ne le voit jamais.',
} as const satisfies Readonly<Record<`can.${Capability}`, string>> & Readonly<Record<string, string>>;
