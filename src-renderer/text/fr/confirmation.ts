/** The second look that a sensitive account, or a budget that is spent, asks for. */
export const confirmation = {
  title: 'Relire avant d’envoyer pour {client}',
  replyTitle: 'Relire avant de répondre pour {client}',
  why: 'Ce compte demande une confirmation.',
  overBudget:
    '{network} facturera environ {price} à votre application, et le budget du mois ({budget}) est dépassé : {spent} dépensés.',
  account: '{handle} · {network} · {client}',
  noText: 'Sans texte',
  media: { one: '{count} image jointe', other: '{count} images jointes' },
  now: 'Part tout de suite.',
  at: 'Part {when}.',
  past: 'Ce moment est passé.',
  publish: 'Publier sur {places}',
  schedule: 'Programmer sur {places}',
  reply: 'Répondre avec {places}',
  back: 'Revenir au texte',
  setting: 'Demander confirmation avant chaque envoi',
  settingHint: 'Compte, client et texte sont montrés une dernière fois, posts et réponses.',
} as const;
