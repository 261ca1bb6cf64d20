/** Instagram's own words: of its connection, and of its options in the composer. */
const networks = {
  'instagram.auth.token': 'Jeton d’accès',
  'instagram.auth.token.hint': 'Celui que la console de Meta affiche une seule fois. Il commence par IG.',
  'instagram.auth.appId': 'Identifiant de l’application',
  'instagram.auth.appId.hint': 'En haut du tableau de bord de votre application Meta.',
  'instagram.auth.appSecret': 'Clé secrète de l’application',
  'instagram.auth.appSecret.hint':
    'Paramètres, Général, « Clé secrète ». Elle reste dans le trousseau de cet ordinateur.',
  'instagram.auth.hostPut': 'Hébergement : adresse de dépôt',
  'instagram.auth.hostPut.hint':
    'Instagram va chercher les images à une adresse publique. Indiquez un dossier à vous qui accepte le dépôt de fichiers (PUT, par exemple WebDAV). Vigie y met chaque fichier le temps de publier, puis le retire.',
  'instagram.auth.hostGet': 'Hébergement : adresse publique',
  'instagram.auth.hostGet.hint': 'Où ces fichiers se lisent ensuite, si ce n’est pas la même adresse.',
  'instagram.auth.hostKey': 'Hébergement : clé',
  'instagram.auth.hostKey.hint': 'Une clé, ou nom:motdepasse. Gardée dans le trousseau de cet ordinateur.',
  'instagram.auth.server': 'Serveur d’essai',
  'instagram.auth.server.hint': 'Seulement pour un réseau simulé sur cet ordinateur.',
  'instagram.help':
    'Instagram ne s’ouvre qu’aux comptes professionnels (entreprise ou créateur), et par une application Meta à vous.',
  'instagram.help.link': 'https://developers.facebook.com/apps/',
  'instagram.help.open': 'Ouvrir la console de Meta',
  'instagram.way.token': 'Avec un jeton créé dans la console de Meta',
  'instagram.way.token.step.1':
    'Dans l’application Instagram, passez votre compte en compte professionnel si ce n’est pas fait.',
  'instagram.way.token.step.2':
    'Ouvrez la console de Meta, créez une application et ajoutez-lui le produit « Instagram ».',
  'instagram.way.token.step.2.link': 'https://developers.facebook.com/apps/',
  'instagram.way.token.step.2.open': 'Ouvrir la console de Meta',
  'instagram.way.token.step.3':
    'Dans « Configuration de l’API avec connexion Instagram », ajoutez votre compte : il apparaît dans la liste.',
  'instagram.way.token.step.4':
    'Cliquez sur « Générer un jeton » en face du compte, acceptez ce qu’il permet (publier, commentaires, messages, statistiques : ce que vous refusez manquera ici), et copiez le jeton : il ne sera plus montré.',
  'instagram.way.token.step.5':
    'Collez-le ici. Il vaut soixante jours, et Vigie le renouvelle elle-même chaque semaine.',
  'instagram.way.facebook-app': 'Par Facebook, avec votre application Meta',
  'instagram.way.facebook-app.step.1':
    'Reliez votre compte Instagram professionnel à une Page Facebook que vous gérez.',
  'instagram.way.facebook-app.step.2':
    'Ouvrez la console de Meta, créez une application et ajoutez-lui « Facebook Login » et « Instagram ».',
  'instagram.way.facebook-app.step.2.link': 'https://developers.facebook.com/apps/',
  'instagram.way.facebook-app.step.2.open': 'Ouvrir la console de Meta',
  'instagram.way.facebook-app.step.3':
    'Dans les paramètres de Facebook Login, ajoutez l’adresse de retour ci-dessous aux adresses OAuth valides.',
  'instagram.way.facebook-app.step.4':
    'Copiez ici l’identifiant et la clé secrète de l’application (Paramètres, Général).',
  'instagram.way.facebook-app.step.5':
    'Vigie ouvre Facebook dans votre navigateur : acceptez, et choisissez la Page reliée.',
  'instagram.way.facebook-app.step.6': 'Copiez l’adresse de la page d’arrivée et collez-la dans Vigie.',
  'instagram.warning.professional':
    'Un compte personnel ne peut pas être connecté : Instagram ne lui ouvre aucun accès.',
  'instagram.warning.public-file':
    'Instagram va chercher les images à une adresse publique : sans hébergement à vous, les posts avec image se publient à la main. Par Facebook, les vidéos partent directement de cet ordinateur.',
  'instagram.warning.mentions':
    'Les mentions dans les légendes et commentaires d’autrui ne peuvent pas être lues : seules les identifications sur les photos arrivent ici.',
  'instagram.warning.daily-quota':
    'Instagram limite le nombre de publications par jour. Au-delà, Vigie attend que la journée soit passée.',
} as const;

const composer = {
  'setting.collaborators': 'Coauteurs',
  'setting.people': 'Personnes identifiées',
  'setting.location': 'Numéro du lieu',
  'setting.share-to-feed': 'Montrer aussi dans le fil',
  'setting.cover': 'Adresse de la couverture',
  'setting.cover-second': 'Seconde de la couverture',
  'setting.audio-name': 'Nom du son',
  'setting.trial': 'Reel d’essai',
  'setting.trial.none': 'Reel d’essai : non',
  'setting.trial.MANUAL': 'Reel d’essai : élargi à la main',
  'setting.trial.SS_PERFORMANCE': 'Reel d’essai : élargi selon l’audience',
} as const;

export const instagramWords = { networks, composer };
