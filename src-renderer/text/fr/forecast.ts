import type { RiskKind } from '../../../src-shared/forecast/risk.ts';

/** The weather of the queue: what leaves in the fortnight to come, what may go wrong, and what can be done. */
export const forecast = {
  title: 'Météo de la file',
  view: 'Météo',
  viewCount: {
    one: '{count} risque à traiter',
    other: '{count} risques à traiter',
  },
  days: 'Les quatorze jours',
  allDays: 'Toute la quinzaine',
  onlyDay: 'Seulement le {day}',
  departures: { one: '{count} départ', other: '{count} départs' },
  noDeparture: 'aucun départ',
  dayLabel: '{day} : {departures}. {worst}',
  'by.network': { one: '{count} tenu par le réseau', other: '{count} tenus par le réseau' },
  'by.machine': { one: '{count} par cet ordinateur', other: '{count} par cet ordinateur' },
  'by.person': { one: '{count} par vous', other: '{count} par vous' },
  'by.nobody': { one: '{count} que personne ne tient', other: '{count} que personne ne tient' },

  'severity.stops': 'Ne partiront pas',
  'severity.doubt': 'Incertains',
  'severity.needs': 'Il faut être là',
  'severity.watch': 'À regarder',
  'worst.stops': 'ne part pas',
  'worst.doubt': 'incertain',
  'worst.needs': 'à assurer',
  'worst.watch': 'à regarder',
  'worst.none': 'rien à signaler',

  looked: {
    one: '{count} départ regardé, jusqu’au {until}.',
    other: '{count} départs regardés, jusqu’au {until}.',
  },
  asOf: 'Accès et quotas d’après les dernières réponses des serveurs : {when}.',
  asOfOffline: 'Hors ligne. Accès et quotas d’après les dernières réponses des serveurs : {when}.',
  asOfNever: 'Aucun serveur n’a encore répondu : accès et quotas ne sont pas connus.',
  silent: {
    one: '{count} compte n’a pas encore répondu.',
    other: '{count} comptes n’ont pas encore répondu.',
  },
  calm: 'Rien ne menace ces quatorze jours',
  calmDay: 'Rien ne menace cette journée',
  calmText:
    'Vigie a comparé chaque départ aux accès des comptes, aux quotas connus, aux règles des réseaux, aux fichiers d’images, aux changements d’heure, aux autres posts et aux gels en cours. Ce que les réseaux décideront d’ici là, personne ne le sait.',
  nothing: 'Aucun départ prévu dans les quatorze jours',
  nothingText: 'Programmez un post : la météo dira ce qui pourrait l’empêcher de partir.',
  noClient: 'Aucun client n’est ouvert',

  'access.refused': {
    one: '{account} : accès refusé par le réseau, {count} post ne partira pas',
    other: '{account} : accès refusé par le réseau, {count} posts ne partiront pas',
  },
  'access.locked': {
    one: '{account} : accès perdu avec la session précédente, {count} post ne partira pas',
    other: '{account} : accès perdu avec la session précédente, {count} posts ne partiront pas',
  },
  'access.disconnected': {
    one: '{account} est déconnecté, {count} post ne partira pas',
    other: '{account} est déconnecté, {count} posts ne partiront pas',
  },
  'access.ends': {
    one: '{account} : l’accès prend fin {when} et rien ne le renouvelle, {count} post ne partira pas',
    other: '{account} : l’accès prend fin {when} et rien ne le renouvelle, {count} posts ne partiront pas',
  },
  'access.permission': {
    one: '{account} : publier n’a jamais été autorisé, {count} post ne partira pas',
    other: '{account} : publier n’a jamais été autorisé, {count} posts ne partiront pas',
  },
  'no-account': {
    one: 'Compte retiré de Vigie : {count} post ne partira pas',
    other: 'Compte retiré de Vigie : {count} posts ne partiront pas',
  },
  frozen: {
    one: 'Envois gelés : {count} post attend que vous les repreniez',
    other: 'Envois gelés : {count} posts attendent que vous les repreniez',
  },
  recall: {
    one: 'Gelé, mais encore tenu par {network} : {count} post partira s’il n’est pas repris avant',
    other: 'Gelés, mais encore tenus par {network} : {count} posts partiront s’ils ne sont pas repris avant',
  },
  'held-back': {
    one: '{count} post est resté gelé (sauvegarde ouverte ici, ou gel terminé sans lui) : libérez-le',
    other: '{count} posts sont restés gelés (sauvegarde ouverte ici, ou gel terminé sans eux) : libérez-les',
  },
  draft: 'Brouillon planifié, jamais programmé : il ne partira pas',
  draftOver: 'Brouillon planifié dont l’heure est passée : il n’est pas parti',
  handing: 'Pas encore confié au moteur d’envoi : personne ne le tient',
  refused: 'Le moteur d’envoi l’a refusé : il ne partira pas',
  'trouble.failed': { one: '{count} envoi n’a pas abouti', other: '{count} envois n’ont pas abouti' },
  'trouble.missed': { one: '{count} post a manqué son heure', other: '{count} posts ont manqué leur heure' },
  'trouble.needs-decision': {
    one: '{count} envoi à vérifier : il est peut-être déjà parti',
    other: '{count} envois à vérifier : ils sont peut-être déjà partis',
  },
  'trouble.blocked': {
    one: '{count} envoi bloqué par son compte',
    other: '{count} envois bloqués par leur compte',
  },
  'trouble.assisted': {
    one: 'C’est l’heure : {count} post attend que vous le publiiez',
    other: 'C’est l’heure : {count} posts attendent que vous les publiiez',
  },
  'media-missing': {
    one: '{count} image n’est plus sur cet ordinateur : le post ne partira pas',
    other: '{count} images ne sont plus sur cet ordinateur : le post ne partira pas',
  },
  content: '{network} refuserait ce post. {cause}',
  quota: {
    one: '{account} : plus assez de requêtes avant {until} (il en reste {left}, il en faut {need}), {count} post sera en retard',
    other:
      '{account} : plus assez de requêtes avant {until} (il en reste {left}, il en faut {need}), {count} posts seront en retard',
  },
  quotaNone: {
    one: '{account} : le serveur n’accepte rien avant {until}, {count} post sera en retard',
    other: '{account} : le serveur n’accepte rien avant {until}, {count} posts seront en retard',
  },
  'scheduler-full.day': {
    one: '{account} : le réseau garde {limit} posts par jour, {count} de trop partirait de cet ordinateur',
    other:
      '{account} : le réseau garde {limit} posts par jour, {count} de trop partiraient de cet ordinateur',
  },
  'scheduler-full.all': {
    one: '{account} : le réseau garde {limit} posts en tout, {count} de trop partirait de cet ordinateur',
    other: '{account} : le réseau garde {limit} posts en tout, {count} de trop partiraient de cet ordinateur',
  },
  gap: '{time} n’existe pas ce jour-là, les horloges avancent : le post partira à {shown}',
  overlap: '{time} arrive deux fois ce jour-là : le post partira la première fois',
  rules: 'Les règles de l’heure ont changé à {zone} : prévu à {wall}, il est tenu pour {held}',
  zone: {
    one: '{count} post est à l’heure de {zone}, son client à celle de {clientZone}',
    other: '{count} posts sont à l’heure de {zone}, leur client à celle de {clientZone}',
  },
  burst: '{count} posts de {account} se suivent, à {span} au plus près',
  burstSame: '{count} posts de {account} à la même minute',
  'alike.identical': '{account} : même texte qu’un autre post ({when})',
  'alike.similar': '{account} : presque le même texte qu’un autre post ({when})',
  awake: {
    one: '{day} : cet ordinateur doit être allumé à {from}, avec Vigie ouverte, pour {count} post',
    other: '{day} : cet ordinateur doit être allumé à {from}, avec Vigie ouverte, pour {count} posts',
  },
  awakeFromTo: {
    one: '{day} : cet ordinateur doit être allumé de {from} à {to}, avec Vigie ouverte, pour {count} post',
    other: '{day} : cet ordinateur doit être allumé de {from} à {to}, avec Vigie ouverte, pour {count} posts',
  },
  hand: {
    one: '{day} : {count} post à publier vous-même à {from}',
    other: '{day} : {count} posts à publier vous-même à {from}',
  },
  handFromTo: {
    one: '{day} : {count} post à publier vous-même, de {from} à {to}',
    other: '{day} : {count} posts à publier vous-même, de {from} à {to}',
  },

  'fix.reconnect': 'Reconnecter',
  'fix.resume': 'Reprendre les envois',
  'fix.schedule': 'Ouvrir pour programmer',
  'fix.move': 'Déplacer',
  'fix.hand-over': { one: 'Confier au réseau', other: 'En confier {count} au réseau' },
  'fix.edit': 'Ouvrir le post',
  'fix.edit.media-missing': 'Remplacer l’image',
  'fix.edit.content': 'Corriger',
  'fix.edit.alike': 'Changer le texte',
  'fix.outbox': 'Voir l’envoi',
  'fix.outbox.awake': 'Changer qui publie',
  'fix.outbox.hand': 'Changer qui publie',
  'fix.outbox.trouble': 'Traiter',
  'fix.outbox.held-back': 'Libérer',
  'fix.outbox.scheduler-full': 'Changer qui publie',
  fixFor: '{fix} : {risk}',
  handedOver: { one: '{count} post confié au réseau', other: '{count} posts confiés au réseau' },
  morePosts: { one: 'et {count} autre', other: 'et {count} autres' },
  cannotMove: 'Ce post ne se déplace plus : l’envoi a commencé.',
  gone: 'Ce post n’est plus en attente.',

  sleep: 'Ordinateur fermé',
  sleepText:
    'Simulation : ce qui arriverait chaque jour si cet ordinateur dormait de minuit à minuit, puis se réveillait. Rien n’est changé.',
  sleepDay: 'Si l’ordinateur dormait',
  'sleep.leaves': { one: '{count} part sans vous', other: '{count} partent sans vous' },
  'sleep.waits': { one: '{count} attend', other: '{count} attendent' },
  'sleep.missed': { one: '{count} manqué', other: '{count} manqués' },
  'sleep.nothing': 'rien ne change',
  'fate.leaves': 'Part sans vous',
  'fate.late': 'Au réveil, {time}',
  'fate.missed': 'Manqué',
  'fate.by-hand': 'Vous attend',
  'fate.stuck': 'Ne part pas',
  'fateLong.leaves': 'Le réseau le tient : il part ordinateur fermé.',
  'fateLong.late': 'Il attend, puis part au réveil : le retard toléré le permet.',
  'fateLong.missed': 'Au réveil il est trop tard pour lui : il va aux manqués.',
  'fateLong.by-hand': 'Vigie ne peut pas vous le rappeler : publiez-le depuis un autre appareil.',
  'fateLong.stuck': 'Personne ne le tient, ordinateur ouvert ou fermé.',
  sleepEmpty: 'Aucun départ : l’ordinateur peut dormir',
} as const satisfies Readonly<Partial<Record<RiskKind, unknown>>> & Readonly<Record<string, unknown>>;
