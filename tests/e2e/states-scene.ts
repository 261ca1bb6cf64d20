import type { Account } from '../../src-shared/domain/account.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import { newestFirst, type Message } from '../../src-shared/domain/message.ts';
import { deliveryId, rowId, type IntentId } from '../../src-shared/ids.ts';
import { plainText, type RichText } from '../../src-shared/rich-text.ts';
import type { StreamRow } from '../../src-shared/sync/stream-row.ts';

/** What a network brings when it is not at its simplest, and what an outbox holds on a bad day. */

const minute = 60_000;
const hour = 60 * minute;
const said = (text: string): RichText => [{ tag: 'text', text }];

type Odd = Partial<Message> & { readonly name: string; readonly body: RichText };

/** Messages that are hard to show, newest first. Pictures are the simulated server's own. */
export function oddMessages(account: Account, now: number): readonly StreamRow[] {
  const picture = (name: string, alt: string) => ({
    kind: 'image' as const,
    url: `${account.origin}/avatars/${name}.png`,
    previewUrl: null,
    alt,
    width: 400,
    height: 400,
  });
  const odd: readonly Odd[] = [
    {
      name: 'Camille Roche',
      body: said('Les quatre lampes du salon, montées hier soir : laquelle garderiez-vous ?'),
      attachments: ['camille_roche', 'nadia_benali', 'theo_marchand', 'jeanne_d'].map((name, index) =>
        picture(name, index === 3 ? '' : `Lampe ${String(index + 1)} sur une table basse`),
      ),
    },
    {
      name: 'Marion 🌿✨🇫🇷 | créatrice & photographe culinaire à Saint-Étienne-du-Rouvray',
      body: said('Bonjour 👋🏽 vos abat-jour tiennent-ils la chaleur d’une ampoule de 60 W ? 💡'),
    },
    { name: 'ليلى حداد', body: said('مرحبا، هل يمكن شحن المصباح إلى بيروت قبل نهاية الشهر؟ شكرا جزيلا.') },
    {
      name: 'Nadia Benali',
      warning: 'Araignée, photo de près',
      body: said('Elle vivait dans le carton de ma lampe. On fait quoi ?'),
      attachments: [picture('nadia_benali', 'Une araignée dans un carton')],
    },
    {
      name: 'Jeanne D.',
      body: said('Pour mon bureau, je n’arrive pas à choisir :'),
      poll: {
        options: [
          { text: 'Laiton brossé', votes: 41 },
          { text: 'Noir mat', votes: 12 },
          { text: 'Bois clair', votes: 3 },
        ],
        endsAt: now + 20 * hour,
        multiple: false,
      },
    },
    {
      name: 'Théo Marchand',
      body: said('Finalement ça marche, c’était le variateur. Désolé pour le message d’avant !'),
      editedAt: now - 3 * minute,
    },
    {
      name: 'Gégé 🙄',
      body: said('Service client injoignable, commande perdue, merci bien.'),
      goneAt: now - minute,
    },
    {
      name: 'Pierre-Emmanuel de La Rochefoucauld-Montbazon',
      body: said(
        `${'Bonjour, je me permets de vous écrire longuement au sujet de la suspension que j’ai reçue la semaine dernière. '.repeat(9)}\n\nhttps://exemple.example/${'une-adresse-qui-ne-finit-pas-'.repeat(6)}`,
      ),
    },
  ];
  return odd.map(({ name, body, ...rest }, index) => {
    const remoteId = `odd-${String(index)}`;
    const createdAt = now - index * 4 * minute - 5_000;
    const handle =
      index === 7 ? `${'pierre.emmanuel.'.repeat(3)}@serveur.example` : `p${String(index)}@serveur.example`;
    return messageRow(account, {
      remoteId,
      createdAt,
      author: { remoteId: `p${String(index)}`, handle, name, avatarUrl: null },
      body,
      ...rest,
    });
  });
}

/** So many plain messages, older than everything else. */
export const manyMessages = (account: Account, count: number, now: number): readonly StreamRow[] =>
  Array.from({ length: count }, (_, index) =>
    messageRow(account, {
      remoteId: `many-${String(index)}`,
      createdAt: now - 2 * 24 * hour - index * minute,
      author: { remoteId: 'many', handle: 'hugo@serveur.example', name: 'Hugo Lemaire', avatarUrl: null },
      body: said(`Toujours rien reçu, commande ${String(4_000 + index)}.`),
    }),
  );

function messageRow(
  account: Account,
  given: Pick<Message, 'remoteId' | 'createdAt' | 'author' | 'body'> & Partial<Message>,
): StreamRow {
  return {
    tag: 'message',
    row: {
      id: rowId(account.workspaceId, account.id, given.remoteId),
      workspaceId: account.workspaceId,
      accountId: account.id,
      box: 'public',
      kind: 'mention',
      conversationId: given.remoteId,
      url: null,
      mine: false,
      warning: null,
      attachments: [],
      poll: null,
      parent: null,
      editedAt: null,
      counts: { likes: 3, replies: 1, reposts: 0, quotes: 0 },
      liked: false,
      likeRemoteId: null,
      reposted: false,
      visibility: 'public',
      language: null,
      handleData: '{}',
      order: newestFirst(given.createdAt),
      text: plainText(given.body),
      state: 'unread',
      receivedAt: given.createdAt,
      goneAt: null,
      ...given,
    },
  };
}

type Standing = Partial<Delivery> & Pick<Delivery, 'state'> & { readonly text: string };

/** One delivery of each kind of standing. */
export function everyStanding(account: Account, other: Account, now: number): readonly StreamRow[] {
  const doubtful =
    'Samedi, on répare ensemble : venez avec votre lampe et vos questions. Gratuit, 10 h à 17 h. #atelier';
  const planned = (ms: number, wall: string) => ({
    dueAt: now + ms,
    wall,
    zone: 'Europe/Paris',
    toleranceMs: 30 * minute,
  });
  const failed = (code: string, detail: Readonly<Record<string, string>> = {}) => ({
    failure: { code, detail } as Delivery['failure'],
  });
  const all: readonly Standing[] = [
    {
      text: doubtful,
      state: 'needs-decision',
      waiting: { tag: 'person' },
      candidates: [
        {
          remoteId: '901',
          url: `${account.origin}/@atelierlumiere/901`,
          text: doubtful,
          createdAt: now - 14 * minute,
        },
        { remoteId: '902', url: null, text: doubtful.replace('17 h', '18 h'), createdAt: now - 9 * minute },
      ],
      attempts: [
        { at: now - 15 * minute, step: 'create', event: 'sent', code: null },
        { at: now - 15 * minute + 4_000, step: 'create', event: 'lost', code: 'timeout' },
        { at: now - 14 * minute, step: 'create', event: 'absent', code: null },
      ],
    },
    {
      text: 'Ce matin à l’atelier : premier essai du laiton patiné.',
      state: 'needs-decision',
      waiting: { tag: 'person' },
    },
    {
      text: 'Soirée portes ouvertes, douze places, trois démonstrations.',
      state: 'missed',
      ...planned(-3 * hour, '2026-11-25T18:00'),
    },
    {
      text: 'Une suspension de 4 mètres, en vingt secondes.',
      state: 'failed',
      ...failed('media-too-large', { host: account.server }),
    },
    {
      text: 'Réassort : les Ondine sont de retour.',
      state: 'blocked',
      accountId: other.id,
      ...failed('token-revoked'),
    },
    { text: 'Bonjour Camille, votre colis part ce soir.', state: 'frozen' },
    {
      text: 'Merci pour la photo, elle est superbe !',
      state: 'running',
      waiting: {
        tag: 'retry',
        until: now + 4 * minute,
        failure: { code: 'server-error', detail: {} } as never,
      },
    },
    {
      text: 'Le nouveau catalogue est en ligne.',
      state: 'running',
      waiting: { tag: 'rate-limited', until: now + 12 * minute },
    },
    { text: 'On vous attend samedi.', state: 'running', waiting: { tag: 'offline' } },
    {
      text: 'Teaser Ondine, la vidéo.',
      state: 'running',
      waiting: { tag: 'processing', until: now + minute },
    },
    {
      text: 'Trois conseils pour choisir une ampoule.',
      state: 'running',
      waiting: { tag: 'verifying', until: now + 2 * minute },
    },
    {
      text: 'Atelier abat-jour de décembre : les inscriptions ouvrent lundi à 9 h, et nous avons ajouté une séance le dimanche matin pour celles et ceux qui travaillent le samedi.',
      state: 'handed-over',
      executor: 'native',
      waiting: { tag: 'network' },
      scheduledRemoteId: '3221',
      ...planned(15 * hour, '2026-11-26T12:00'),
    },
    {
      text: 'Météo du mardi : lumière rasante.',
      state: 'scheduled',
      waiting: { tag: 'due', until: now + 20 * hour },
      ...planned(20 * hour, '2026-11-26T17:00'),
    },
    {
      text: 'Bonne semaine à toutes et à tous.',
      state: 'sent',
      sentAt: now - 50 * minute,
      remoteUrl: `${account.origin}/@atelierlumiere/1`,
      remoteId: '1',
    },
    { text: 'Brouillon parti trop vite', state: 'cancelled' },
  ];
  return all.map(({ text, ...rest }, index) => {
    const intentId = `01JSTANDING000000000000${String(index).padStart(3, '0')}` as IntentId;
    const accountId = rest.accountId ?? account.id;
    const row: Delivery = {
      id: deliveryId(intentId, accountId),
      workspaceId: account.workspaceId,
      intentId,
      accountId,
      action: { tag: 'publish' },
      revision: 1,
      hash: '0'.repeat(64),
      content: { ...emptyContent, text },
      executor: 'machine',
      waiting: null,
      failure: null,
      dueAt: now - 20 * minute + index * 1_000,
      wall: null,
      zone: null,
      toleranceMs: null,
      remoteId: null,
      remoteUrl: null,
      scheduledRemoteId: null,
      sentAt: null,
      stepsDone: 0,
      stepsTotal: 1,
      parts: [],
      step: null,
      progress: null,
      attempts: [],
      candidates: [],
      sequence: 1,
      createdAt: now - hour,
      updatedAt: now - minute,
      ...rest,
    };
    return { tag: 'delivery', row };
  });
}
