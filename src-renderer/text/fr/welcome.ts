/** What is shown while there is no client yet. */
export const welcome = {
  title: 'Bienvenue dans Vigie',
  line1: 'Tous les comptes de vos clients côte à côte : ce que l’on vous écrit, ce que vous répondez.',
  line2: 'Un post programmé part à l’heure, une seule fois, même si le réseau a manqué entre-temps.',
  line3:
    'Tout reste sur cet ordinateur : Vigie n’a pas de serveur et n’envoie rien à personne d’autre qu’aux réseaux.',
  clientTitle: 'Créer mon premier client',
  clientText: 'Donnez-lui un nom, puis connectez un de ses comptes.',
  clientName: 'Nom du client',
  clientPlaceholder: 'Par exemple : Librairie du Port',
  clientCreate: 'Créer et connecter un compte',
  trainingTitle: 'Essayer sans compte',
  trainingText:
    'Deux clients fictifs sur des réseaux simulés, avec un public qui réagit. Rien ne sort de cet ordinateur, et tout s’efface d’un geste.',
  trainingStart: 'Ouvrir l’espace d’entraînement',
  trainingRunning: 'Démarrage des réseaux simulés',
  trainingAccounts: { one: '{count} compte connecté', other: '{count} comptes connectés' },
  trainingFailed: 'L’espace d’entraînement n’a pas démarré',
  archive: 'Vous avez une archive de Vigie ?',
  archiveImport: 'Importer une archive…',
  language: 'Langue',
  french: 'Français',
  english: 'English',
} as const;
