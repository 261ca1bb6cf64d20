import type { ErrorCode } from '../../../src-shared/errors.ts';
import type { ErrorAction } from '../error-text.ts';

/**
 * A sentence for each error code: the cause, in the words of the person. `<code>.precise` says more when the failure's
 * detail holds what it names. `do.<action>` is the button.
 */
export const errors = {
  unknown: 'Quelque chose d’inattendu s’est produit. Rien de ce que vous avez écrit n’est perdu.',

  offline: 'Pas de connexion. Ce qui attend partira au retour.',
  'server-unreachable': 'Le serveur ne répond pas.',
  'server-unreachable.precise': '{host} ne répond pas.',
  'server-error': 'Le serveur a rencontré une erreur. Vigie réessaiera.',
  'server-error.precise': '{host} a rencontré une erreur. Vigie réessaiera.',
  'not-that-kind-of-server': 'Ce serveur n’est pas de ce réseau. Vérifiez son adresse.',
  'not-that-kind-of-server.precise': '{host} n’est pas un serveur de ce réseau. Vérifiez son adresse.',
  'html-instead-of-data':
    'Le serveur a renvoyé une page au lieu de données : un portail Wi-Fi, une panne ou une mauvaise adresse.',
  'html-instead-of-data.precise':
    '{host} a renvoyé une page au lieu de données : un portail Wi-Fi, une panne ou une mauvaise adresse.',
  protocol: 'Le serveur a répondu quelque chose que Vigie ne comprend pas.',
  'protocol.precise': '{host} a répondu quelque chose que Vigie ne comprend pas.',
  'rate-limited': 'Le réseau demande de ralentir. Vigie reprendra dès qu’il le permet.',
  'rate-limited.precise': 'Le réseau demande de ralentir. Vigie reprendra à {until}.',
  'clock-skew':
    'L’horloge de cet ordinateur et celle du serveur diffèrent de plus de deux minutes : les départs sont retenus. Réglez l’heure de l’ordinateur.',

  'unknown-handle': 'Cet identifiant n’existe pas.',
  'unknown-handle.precise': '{handle} n’existe pas.',
  'not-professional': 'Ce compte est personnel : Instagram n’ouvre son accès qu’aux comptes professionnels.',
  'not-professional.precise':
    '@{handle} est un compte personnel : Instagram n’ouvre son accès qu’aux comptes professionnels.',
  'no-linked-account': 'Aucune de vos Pages Facebook n’est reliée à un compte Instagram professionnel.',
  'wrong-password': 'Identifiant ou mot de passe refusé.',
  'wrong-password.precise': 'Mot de passe refusé pour {handle}.',
  'second-factor-needed': 'Ce compte demande un code de confirmation, envoyé par e-mail.',
  'account-suspended': 'Le réseau a suspendu ce compte.',
  'scope-missing': 'Vigie n’a pas reçu toutes les permissions nécessaires.',
  'authorisation-refused': 'L’autorisation a été refusée sur le site du réseau.',
  'authorisation-expired': 'La page d’autorisation est restée ouverte trop longtemps.',
  'authorisation-cancelled': 'La connexion a été abandonnée.',
  'authorisation-mismatch': 'La réponse ne correspond pas à la demande. Par prudence, rien n’a été connecté.',
  'authorisation-mismatch.precise':
    'Le compte autorisé est {handle}, ce n’est pas celui qu’il fallait reconnecter. Rien n’a été changé.',
  'app-id-invalid': 'Ceci n’est pas un identifiant client. Copiez-le en entier depuis la console du réseau.',
  'app-not-public':
    'Votre application est déclarée comme confidentielle. Dans la console du réseau, choisissez le type « Native App », puis recommencez.',
  'port-invalid': 'Le port est un nombre entre 1024 et 65535, le même que dans l’adresse déclarée au réseau.',
  'port-taken':
    'Un autre programme occupe ce port. Fermez-le, ou déclarez au réseau une adresse avec un autre port.',
  'port-taken.precise':
    'Un autre programme occupe le port {port}. Fermez-le, ou déclarez au réseau une adresse avec un autre port.',
  'already-connected': 'Ce compte est déjà connecté.',
  'already-connected.precise': '{handle} est déjà connecté.',
  'renewal-lost':
    'Vigie s’est arrêtée pendant qu’elle renouvelait cet accès, et le réseau n’accepte plus l’ancien. Rien n’est perdu : reconnectez le compte, ses envois attendent.',
  'app-refused': 'Le réseau ne reconnaît pas cette application. Vérifiez son identifiant et son secret.',
  'token-revoked': 'Le réseau ne reconnaît plus l’accès de Vigie à ce compte. Ses envois attendent.',
  'keychain-unavailable':
    'Le trousseau du système ne répond pas : l’accès ne peut pas être gardé après la fermeture.',
  'keychain-refused': 'Le trousseau du système a refusé d’enregistrer l’accès.',

  'text-too-long': 'Le texte est trop long pour ce réseau.',
  'text-too-long.precise': 'Le texte est trop long pour ce réseau : {length} sur {max}.',
  'text-empty': 'Il n’y a ni texte ni média.',
  'too-many-media': 'Il y a trop de médias pour ce réseau.',
  'too-many-media.precise': 'Il y a trop de médias pour ce réseau : {max} au plus.',
  'media-too-large': 'Ce fichier est trop lourd pour ce réseau.',
  'media-too-large.precise': 'Ce fichier est trop lourd : {bytes}, la limite est de {max}.',
  'media-unreadable': 'Ce fichier ne peut pas être lu comme une image.',
  'media-unreadable.precise':
    '{medium} ne peut pas être lu : le fichier est abîmé ou incomplet. Exportez-le de nouveau.',
  'media-type-refused': 'Ce réseau n’accepte pas ce type de fichier.',
  'media-missing': 'Le fichier n’est plus sur cet ordinateur. Ajoutez-le de nouveau.',
  'media-processing-failed': 'Le réseau n’a pas réussi à traiter le média.',
  'media-not-ready': 'Le réseau travaille encore sur le média.',
  'media-not-fetched':
    'Le réseau n’a pas pu lire le fichier à son adresse publique. Vérifiez que votre hébergement répond à tout le monde.',
  'media-host-missing':
    'Ce réseau va chercher le fichier à une adresse publique, et aucun hébergement n’est réglé pour ce compte.',
  'media-host-refused': 'L’hébergement indiqué ne prend pas le fichier, ou ne le montre pas à tout le monde.',
  'media-host-refused.precise': '{host} ne prend pas le fichier (réponse {status}).',
  'alt-missing': 'Une image n’a pas de texte alternatif, que ce réseau exige.',
  'alt-too-long': 'Un texte alternatif est trop long pour ce réseau.',
  'alt-too-long.precise': 'Un texte alternatif est trop long : {length} sur {max}.',
  'poll-invalid': 'Le sondage ne suit pas les règles de ce réseau.',
  'poll-with-media': 'Ce réseau n’accepte pas un sondage avec des médias.',
  'poll-duration': 'Ce réseau ne connaît pas cette durée de sondage. Choisissez-en une de sa liste.',
  'media-needed': 'Il manque un média pour cette forme de post.',
  'media-needed.precise': 'Il manque un média : ajoutez {what}.',
  'not-in-form': 'La forme choisie ne prend pas tout ce que contient ce post. Choisissez une autre forme.',
  'not-in-form.precise':
    'La forme « {form} » ne prend {what}. Choisissez une autre forme, ou retirez ce qui est de trop.',
  'media-ratio': 'Les proportions de ce média ne conviennent pas à ce réseau. Rognez-le.',
  'media-ratio.precise': '{medium} est au format {ratio}. Rognez {range}.',
  'media-too-small': 'Ce média est trop petit pour ce réseau. Prenez-en un plus grand.',
  'media-too-small.precise':
    '{medium} fait {pixels} px {side}, il en faut {min} au moins. Prenez un fichier plus grand.',
  'media-too-big': 'Ce média a trop de pixels pour ce réseau. Réduisez-le.',
  'media-too-big.precise': '{medium} fait {pixels} px {side}, {max} au plus. Réduisez sa taille.',
  'media-not-read': 'Vigie n’a pas encore lu ce fichier : ses limites ne sont pas vérifiées.',
  'too-many-frames': 'Cette animation a trop d’images pour ce réseau. Raccourcissez-la.',
  'too-many-frames.precise': 'Cette animation a {frames} images, {max} au plus. Raccourcissez-la.',
  'film-too-short': 'Ce film est trop court pour ce réseau.',
  'film-too-short.precise': 'Ce film dure {seconds}, il faut {min} au moins. Prenez-en un plus long.',
  'film-too-long': 'Ce film est trop long pour ce réseau. Coupez-le.',
  'film-too-long.precise': 'Ce film dure {seconds}, {max} au plus. Coupez-le.',
  'film-pace': 'La cadence de ce film ne convient pas à ce réseau. Exportez-le de nouveau.',
  'film-pace.precise': 'Ce film a {fps} images par seconde. Exportez-le {range}.',
  'film-codec': 'Ce réseau ne lit pas la compression de ce film. Exportez-le de nouveau.',
  'film-codec.precise': 'Ce film est en {codec}. Exportez-le en {codecs}.',
  'film-sound': 'Ce réseau ne lit pas le son de ce film. Exportez-le de nouveau.',
  'film-sound.precise': 'Le son de ce film est en {codec}. Exportez-le en {codecs}.',
  'film-rate': 'Le débit de ce film est trop élevé pour ce réseau. Exportez-le avec un débit plus bas.',
  'film-rate.precise': 'Ce film a un débit de {rate}, {max} au plus. Exportez-le avec un débit plus bas.',
  'film-index-last':
    'L’index de ce film est à sa fin, ce réseau le veut au début. Exportez-le avec l’option « démarrage rapide » (fast start, web optimisé).',
  'document-too-long': 'Ce document a trop de pages pour ce réseau.',
  'document-too-long.precise': 'Ce document a {pages} pages, {max} au plus. Retirez des pages.',
  'too-many-marks': 'Il y a trop de mots marqués pour ce réseau.',
  'too-many-marks.precise': '{count} {what}, {max} au plus. Retirez-en.',
  'many-marks': 'Il y a beaucoup de mots marqués : le réseau pourrait refuser.',
  'many-marks.precise':
    '{count} {what} : au-delà de {max}, le réseau pourrait refuser ou moins montrer le post.',
  'text-not-shown': 'Cette forme n’affiche pas de texte : vos mots n’y seront pas.',
  'text-not-shown.precise': 'La forme « {form} » n’affiche pas de texte : vos mots n’y seront pas.',
  'setting-missing': 'Une option demandée par ce réseau est vide.',
  'setting-missing.precise': 'Une option est demandée : {setting}.',
  'setting-invalid': 'Une option de ce post ne convient pas à ce réseau.',
  'setting-invalid.precise': 'Option {setting} : {what}.',
  'schedule-too-soon': 'Ce réseau demande de programmer plus tôt à l’avance.',
  'schedule-too-many': 'Ce réseau ne tient pas plus de posts programmés.',
  'schedule-in-past': 'Cette heure est déjà passée.',
  'not-offered': 'Ce réseau ne propose pas cette action ici.',
  'parent-gone': 'Le message auquel vous répondez n’existe plus.',
  'target-gone': 'Ce message n’existe plus sur le réseau.',
  rejected: 'Le réseau a refusé ce contenu.',
  'reply-window-closed': 'La fenêtre de réponse de ce réseau est fermée.',
  'duplicate-post':
    'Le réseau a déjà un post qui dit la même chose, et n’en prend pas un second. Regardez sur son site s’il y est.',
  'duplicate-post.precise':
    'Le réseau a déjà un post qui dit la même chose, et n’en prend pas un second. Regardez s’il y est : {url}',
  'reply-not-invited':
    'Ce réseau n’accepte d’une application que des réponses à qui vous a mentionné, cité ou répondu. Répondez à la main, sur son site.',
  'message-not-accepted':
    'Cette personne n’accepte pas vos messages privés : elle ne vous suit pas, ne vous a pas écrit, ou les a bloqués.',
  'credit-used-up':
    'Le crédit de votre application chez ce réseau est épuisé. Rechargez-le dans sa console, puis recommencez.',

  'in-flight':
    'L’envoi a déjà commencé : c’est l’ancien texte qui part. Votre modification est gardée à part.',
  'already-sent': 'Ce post est déjà parti. Votre modification est gardée à part.',
  'thread-begun':
    'Une partie de ce fil est déjà publiée. Il se termine tel quel, ou s’arrête là où il en est. Votre modification est gardée à part.',
  'unknown-delivery': 'Cet envoi n’est plus dans le journal.',
  'stale-revision': 'Une version plus récente existe déjà.',
  'not-cancellable': 'Il est trop tard pour annuler cet envoi.',
  'outcome-unknown':
    'La connexion a été coupée pendant l’envoi : le post est peut-être parti. Vigie n’a rien renvoyé.',
  'too-late': 'L’heure prévue est passée et le retard dépasse ce qui est toléré. Rien n’est parti.',
  'account-blocked': 'Le compte n’est plus accessible : ses envois attendent.',
  'account-missing': 'Le compte n’est plus connecté à Vigie.',
  'crashed-while-sending':
    'Vigie s’est arrêtée pendant l’envoi : le post est peut-être parti. Rien n’a été renvoyé.',
  'journal-rebuilt': 'Le journal des envois a été reconstruit. Vérifiez ce qui devait partir.',
  frozen: 'Un gel des envois est en cours : rien ne part avant la reprise.',
  'recall-failed': 'Le réseau n’a pas rendu le post programmé : il partira à l’heure prévue.',

  'disk-full': 'Le disque est plein. Ce que vous écrivez ne peut plus être enregistré.',
  'already-open': 'Ce dossier est déjà ouvert dans une autre fenêtre de Vigie.',
  'journal-damaged': 'Le journal des envois est abîmé. Il a été mis de côté et reconstruit.',
  'store-damaged': 'La base locale est abîmée. Ce que vous avez écrit est repris de la sauvegarde.',
  'store-newer': 'Cette base a été écrite par une version plus récente de Vigie.',
  'read-only': 'Vigie ne peut pas écrire dans son dossier.',
  'not-readable': 'Cette version de Vigie ne sait pas lire cet élément. Il reste de côté, tel quel.',

  'not-an-archive': 'Ce fichier n’est pas une archive de Vigie.',
  'archive-damaged':
    'L’archive est abîmée ou incomplète. Rien n’en a été repris : essayez une autre copie du fichier.',
  'archive-newer':
    'Cette archive a été écrite par une version plus récente de Vigie. Mettez Vigie à jour, puis recommencez.',
  'wrong-passphrase': 'Ce n’est pas la phrase secrète de cette archive.',
  'file-not-read': 'Le fichier ne peut pas être lu.',
  'file-not-written': 'Le fichier ne peut pas être écrit à cet endroit. Choisissez-en un autre.',
  'folder-gone': 'Ce dossier n’est plus là.',
  'backup-gone': 'Cette sauvegarde n’est plus là, ou elle est abîmée. Choisissez-en une autre.',

  'bad-arguments': 'Vigie s’est mal comprise elle-même. Rien n’a été fait.',
  'forbidden-sender': 'Une demande venue d’ailleurs a été refusée.',
  'unknown-call': 'L’interface et le moteur ne sont pas de la même version.',
  internal: 'Une erreur interne s’est produite. Rien de ce que vous avez écrit n’est perdu.',
  cancelled: 'L’opération a été arrêtée.',

  'do.retry': 'Réessayer',
  'do.reconnect': 'Reconnecter',
  'do.edit': 'Corriger',
  'do.reschedule': 'Choisir une autre heure',
  'do.verify': 'Vérifier',
  'do.open-network': 'Ouvrir le site du réseau',
  'do.free-space': 'Voir le dossier',
  'do.backup': 'Voir les sauvegardes',
  'do.update': 'Mettre à jour',
  'do.restart': 'Redémarrer',
  'do.report': 'Voir le diagnostic',
} as const satisfies Readonly<Record<ErrorCode | 'unknown' | `do.${ErrorAction}`, string>> &
  Readonly<Partial<Record<`${ErrorCode}.precise`, string>>>;
