/** Facebook's own words: of its connection, and of its options in the composer. */
const networks = {
  'facebook.auth.appId': 'Identifiant de l’application',
  'facebook.auth.appId.hint': 'En haut du tableau de bord de votre application Meta : une suite de chiffres.',
  'facebook.auth.appSecret': 'Clé secrète de l’application',
  'facebook.auth.appSecret.hint':
    'Paramètres, Général, « Clé secrète ». Elle reste dans le trousseau de cet ordinateur.',
  'facebook.auth.token': 'Jeton d’accès',
  'facebook.auth.token.hint':
    'Un jeton de Page, d’utilisateur ou d’utilisateur système. Il commence par EAA.',
  'facebook.auth.server': 'Serveur d’essai',
  'facebook.auth.server.hint': 'Seulement pour un réseau simulé sur cet ordinateur.',
  'facebook.help':
    'Facebook n’ouvre ses Pages qu’à une application déclarée chez Meta. La vôtre suffit, sans examen, pour les Pages que vous gérez.',
  'facebook.help.link': 'https://developers.facebook.com/apps/',
  'facebook.help.open': 'Ouvrir la console de Meta',
  'facebook.way.own-app': 'Avec votre application Meta',
  'facebook.way.own-app.detail':
    'Vous acceptez dans le navigateur. L’accès à la Page ne se termine pas de lui-même.',
  'facebook.way.own-app.step.1':
    'Ouvrez la console de Meta et créez une application de type « Entreprise ». Elle peut rester en mode développement.',
  'facebook.way.own-app.step.1.link': 'https://developers.facebook.com/apps/',
  'facebook.way.own-app.step.1.open': 'Ouvrir la console de Meta',
  'facebook.way.own-app.step.2': 'Ajoutez à l’application le produit « Facebook Login for Business ».',
  'facebook.way.own-app.step.3':
    'Dans les paramètres de ce produit, ajoutez l’adresse de retour ci-dessous aux adresses OAuth valides.',
  'facebook.way.own-app.step.4':
    'Dans Paramètres, Général, copiez l’identifiant et la clé secrète, et collez-les ici.',
  'facebook.way.own-app.step.5':
    'Vigie ouvre Facebook dans votre navigateur : acceptez, et choisissez les Pages à confier.',
  'facebook.way.own-app.step.6':
    'Le navigateur s’arrête sur une page presque vide. Copiez son adresse tout de suite et collez-la dans Vigie : elle ne sert qu’une fois.',
  'facebook.way.token': 'Avec un jeton déjà créé',
  'facebook.way.token.detail': 'Pour un jeton d’utilisateur système ou de Page que vous avez déjà.',
  'facebook.way.token.step.1':
    'Dans les paramètres de votre entreprise chez Meta, ouvrez « Utilisateurs système » et choisissez-en un qui a un rôle sur la Page.',
  'facebook.way.token.step.1.link': 'https://business.facebook.com/settings/system-users',
  'facebook.way.token.step.1.open': 'Ouvrir les paramètres de l’entreprise',
  'facebook.way.token.step.2':
    'Cliquez sur « Générer un jeton », choisissez votre application et une durée « Jamais ».',
  'facebook.way.token.step.3':
    'Cochez pages_show_list, pages_read_engagement et pages_manage_posts ; pages_read_user_content et pages_manage_engagement pour les commentaires, pages_messaging pour les messages, read_insights pour les chiffres.',
  'facebook.way.token.step.4': 'Copiez le jeton et collez-le ici. Vigie vérifie ce qu’il permet.',
  'facebook.warning.review':
    'Sans examen de Meta, votre application ne sert que pour les Pages des personnes qui y ont un rôle. Pour lire les messages privés de tous, Meta demande l’accès avancé.',
  'facebook.warning.window':
    'Un message privé ne se répond que pendant sept jours après le dernier message de la personne, et au-delà de 24 heures seulement si Meta a accordé « Human Agent » à votre application.',
  'facebook.warning.data-access':
    'Meta cesse de donner les données des personnes 90 jours après votre dernière connexion : Vigie vous le rappelle avant.',
} as const;

const composer = {
  'setting.link': 'Lien à montrer en carte',
  'setting.title': 'Titre de la vidéo',
} as const;

export const facebookWords = { networks, composer };
