import type { MetricName } from '../../../src-shared/domain/metric.ts';
import type { Capability } from '../../../src-shared/networks/manifest.ts';
import { networkWords } from './registered.ts';
import { scopeWords } from './scopes.ts';

/** What networks offer, promise and ask for, in words. `<network>.auth.<field>` names a field of the connection form. */
export const networks = {
  ...networkWords,
  ...scopeWords,
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
  'can.delete-comment': 'supprimer un commentaire reçu',
  'can.reviews': 'avis',
  'can.report': 'signaler',
  'can.native-schedule': 'programmation tenue par le réseau',
  'can.stream': 'arrivée en direct',
  'can.post-metrics': 'chiffres des posts',
  'can.account-metrics': 'chiffres du compte',
  /** What is counted of a post or an account. */
  'metric.likes': 'J’aime',
  'metric.replies': 'Réponses',
  'metric.reposts': 'Partages',
  'metric.quotes': 'Citations',
  'metric.views': 'Vues',
  'metric.impressions': 'Affichages',
  'metric.clicks': 'Clics',
  'metric.reach': 'Personnes touchées',
  'metric.saves': 'Enregistrements',
  'metric.shares': 'Envois à quelqu’un',
  'metric.followers': 'Abonnés',
  'metric.following': 'Abonnements',
  'metric.posts': 'Posts',
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

  'proof.real-software': 'vérifié sur le vrai logiciel',
  'proof.official-description': 'vérifié sur la description officielle',
  'proof.data-sheet': 'non vérifié sur le réseau réel',

  direct: 'Direct',
  directDetail: 'Vigie publie, cet ordinateur doit être allumé.',
  native: 'Tenu par le réseau',
  nativeDetail: 'Le réseau garde le post et le publie sans vous.',
  assisted: 'À la main',
  assistedDetail: 'Vigie prépare tout, vous publiez sur le site du réseau.',
  none: 'Pas proposé',

  'handmade.name': 'Un autre réseau',
  'auth.account': 'Nom du compte',
  'auth.page': 'Adresse de sa page',
  'auth.page.hint': 'Celle que votre navigateur affiche : Vigie l’ouvre au moment de publier.',
  'handmade.auth.network': 'Nom du réseau',
  'handmade.auth.page': 'Adresse de la page où l’on publie',
  'handmade.auth.limit': 'Longueur maximale d’un post, en caractères',
  'handmade.auth.limit.wrong': 'Un nombre entre 1 et 100 000.',
  'handmade.auth.images': 'Nombre maximal d’images',
  'handmade.auth.images.wrong': 'Un nombre entre 0 et 50.',
  'handmade.auth.colour': 'Couleur',
  'auth.page.wrong': 'Une adresse complète, par exemple https://forum.exemple.fr/nouveau.',
  'handmade.help':
    'Vigie ne se connecte pas à ce réseau. À l’heure dite, elle vous prévient, prépare le texte et les images, ouvre la page, puis note le lien du post.',
  'absent.no-such-thing': 'n’existe pas sur ce réseau',
  'absent.no-api': 'l’API ne le permet pas',
  'absent.not-built': 'pas encore fait par Vigie',
  'absent.not-granted': 'autorisation non donnée',
  'absent.made-by-network': 'le réseau la fait lui-même',
  'absent.paid-plan': 'réservé aux offres d’entreprise',
  'absent.closed-programme': 'réservé aux partenaires agréés',
  'absent.own-posts-only': 'seulement sous vos propres posts',
  'absent.administrators-only': 'réservé aux administrateurs de la page',
  'absent.not-on-this-server': 'pas sur ce serveur',
  'absent.needs-public-address': 'demande une adresse publique',
  'absent.by-hand-only': 'compte non connecté',

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
  'linkedin.way.token': 'Un jeton créé dans le portail des développeurs',
  'linkedin.way.token.step.1':
    'Ouvrez le portail des développeurs de LinkedIn et créez une application, rattachée à la page de votre client.',
  'linkedin.way.token.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.token.step.1.open': 'Ouvrir le portail',
  'linkedin.way.token.step.2':
    'Dans l’onglet Products, demandez « Share on LinkedIn » et « Sign In with LinkedIn using OpenID Connect » pour publier en votre nom, ou « Community Management API » pour une page.',
  'linkedin.way.token.step.3':
    'Dans Docs and tools, OAuth token tools, créez un jeton en cochant toutes les permissions proposées.',
  'linkedin.way.token.step.3.link': 'https://www.linkedin.com/developers/tools/oauth/token-generator',
  'linkedin.way.token.step.3.open': 'Ouvrir le générateur',
  'linkedin.way.token.step.4':
    'Copiez le jeton et collez-le ici. Il vit soixante jours : Vigie prévient avant sa fin.',
  'linkedin.way.own-app': 'Votre application, pour les pages',
  'linkedin.way.own-app.step.1':
    'Créez une application réservée à Vigie dans le portail des développeurs, rattachée à la page.',
  'linkedin.way.own-app.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.own-app.step.1.open': 'Ouvrir le portail',
  'linkedin.way.own-app.step.2':
    'Dans Products, demandez « Community Management API » et remplissez le formulaire : LinkedIn répond en quelques jours. Cette application ne peut avoir aucun autre produit.',
  'linkedin.way.own-app.step.3':
    'Dans Auth, ajoutez l’adresse de retour ci-dessous, à la lettre, parmi les « Authorized redirect URLs ».',
  'linkedin.way.own-app.step.4':
    'Copiez ici « Client ID » et « Primary Client Secret », depuis le même onglet.',
  'linkedin.way.own-app.step.5':
    'Autorisez Vigie dans votre navigateur, puis collez ici l’adresse de la page où LinkedIn vous laisse.',
  'linkedin.way.own-app-member': 'Votre application, pour votre profil',
  'linkedin.way.own-app-member.step.1': 'Créez une application dans le portail des développeurs.',
  'linkedin.way.own-app-member.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.own-app-member.step.1.open': 'Ouvrir le portail',
  'linkedin.way.own-app-member.step.2':
    'Dans Products, ajoutez « Share on LinkedIn » et « Sign In with LinkedIn using OpenID Connect » : ils sont accordés aussitôt.',
  'linkedin.way.own-app-member.step.3':
    'Dans Auth, ajoutez l’adresse de retour ci-dessous, à la lettre, et copiez ici « Client ID » et « Primary Client Secret ».',
  'linkedin.way.own-app-member.step.4':
    'Autorisez Vigie dans votre navigateur, puis collez ici l’adresse de la page où LinkedIn vous laisse.',
  'linkedin.way.native': 'Votre application, sans secret',
  'linkedin.way.native.step.1':
    'Demandez à l’assistance des développeurs de LinkedIn d’ouvrir le flux « native PKCE » pour votre application.',
  'linkedin.way.native.step.1.link': 'https://www.linkedin.com/developers/support',
  'linkedin.way.native.step.1.open': 'Écrire à l’assistance',
  'linkedin.way.native.step.2': 'Copiez ici son « Client ID » : aucun secret n’est nécessaire.',
  'linkedin.way.native.step.3': 'Autorisez Vigie dans votre navigateur : il revient de lui-même.',
  'linkedin.auth.token': 'Jeton d’accès',
  'linkedin.auth.token.hint':
    'Il commence le plus souvent par AQ et compte plusieurs centaines de caractères.',
  'linkedin.auth.token.wrong': 'Un jeton est d’un seul tenant, sans espace, et bien plus long.',
  'linkedin.auth.app-id': 'Client ID',
  'linkedin.auth.app-id.hint': 'Onglet Auth de votre application.',
  'linkedin.auth.app-id.wrong': 'Le Client ID compte une quinzaine de lettres et de chiffres, sans espace.',
  'linkedin.auth.app-secret': 'Primary Client Secret',
  'linkedin.auth.app-secret.hint': 'Onglet Auth de votre application. Il reste dans le trousseau du système.',
  'linkedin.auth.app-secret.wrong': 'Le secret est d’un seul tenant, sans espace.',
  'linkedin.auth.server': 'Serveur',
  'linkedin.auth.server.hint': 'Seulement pour un serveur d’essai.',
  'linkedin.warning.programme':
    'Lire et publier pour une page demande l’accès « Community Management API », que LinkedIn accorde à des entreprises enregistrées, sur formulaire. Pour un profil, publier suffit, mais les commentaires ne peuvent pas être lus.',
  'linkedin.warning.budget':
    'LinkedIn compte les appels par jour, sans en publier le nombre : à ses débuts, une application de page en a 100 par personne et 500 en tout, une application de profil 150. Vigie relève donc les pages moins souvent.',
  'linkedin.warning.sixty-days':
    'Un accès dure soixante jours. Il ne se renouvelle seul que pour les partenaires de LinkedIn : pour les autres, Vigie demande de reconnecter.',
  'linkedin.warning.duplicates':
    'LinkedIn refuse un post qui répète un post récent, et parfois aussi après sa suppression.',
  'twitter.auth.client': 'Identifiant client',
  'twitter.auth.client.hint': '« Client ID » de votre application, jamais le « Client Secret ».',
  'twitter.auth.port': 'Port de retour',
  'twitter.auth.port.hint': 'Le nombre qui figure dans l’adresse de retour déclarée.',
  'twitter.auth.server': 'Serveur d’essai',
  'twitter.auth.server.hint': 'Seulement pour un réseau simulé sur cet ordinateur.',
  'twitter.help':
    'X n’accepte que votre propre application, et fait payer chaque appel à son propriétaire. Vigie ouvre la page de X dans votre navigateur ; elle ne voit pas votre mot de passe.',
  'twitter.help.link': 'https://console.x.com',
  'twitter.help.open': 'Ouvrir la console de X',
  'twitter.way.own-app': 'Avec votre application X',
  'twitter.way.own-app.step.1':
    'Ouvrez la console de X, créez un compte de développeur et achetez un premier crédit : sans lui, rien ne répond.',
  'twitter.way.own-app.step.1.link': 'https://console.x.com',
  'twitter.way.own-app.step.1.open': 'Ouvrir la console de X',
  'twitter.way.own-app.step.2': 'Créez une application, puis ouvrez « User authentication settings ».',
  'twitter.way.own-app.step.3':
    'Permissions : « Read and write and Direct message ». Type : « Native App », sans secret.',
  'twitter.way.own-app.step.4':
    'Sous « Callback URI », collez l’adresse de retour à la lettre, port compris.',
  'twitter.way.own-app.step.5': 'Copiez le « Client ID » de la page « Keys and tokens » et collez-le ici.',
  'twitter.warning.price':
    'X fait payer chaque appel au propriétaire de l’application : environ 0,015 $ par post, 0,20 $ s’il contient un lien, et chaque lecture.',
  'twitter.warning.summoned':
    'Une application ne peut répondre qu’à qui vous a mentionné, cité ou répondu. Les autres réponses se font à la main.',
  'twitter.warning.own-app':
    'Aimer, suivre, citer et bloquer ne sont plus proposés par X qu’aux entreprises sous contrat.',
} as const satisfies Readonly<Record<`can.${Capability}` | `metric.${MetricName}`, string>> &
  Readonly<Record<string, string>>;
