import type { instagramWords as source } from '../../fr/networks/instagram.ts';
import type { TranslationOf } from '../../message.ts';

const networks: TranslationOf<typeof source.networks> = {
  'instagram.auth.token': 'Access token',
  'instagram.auth.token.hint': 'The one that Meta’s console shows only once. It begins with IG.',
  'instagram.auth.appId': 'App ID',
  'instagram.auth.appId.hint': 'At the top of your Meta app’s dashboard.',
  'instagram.auth.appSecret': 'App secret',
  'instagram.auth.appSecret.hint': 'Settings, Basic, “App secret”. It stays in this computer’s keychain.',
  'instagram.auth.hostPut': 'Host: upload address',
  'instagram.auth.hostPut.hint':
    'Instagram fetches pictures from a public address. Name a folder of yours that takes files (PUT, WebDAV for one). Vigie puts each file there while it publishes, and takes it away again.',
  'instagram.auth.hostGet': 'Host: public address',
  'instagram.auth.hostGet.hint': 'Where these files are then read, if it is not the same address.',
  'instagram.auth.hostKey': 'Host: key',
  'instagram.auth.hostKey.hint': 'A key, or name:password. Kept in this computer’s keychain.',
  'instagram.auth.server': 'Test server',
  'instagram.auth.server.hint': 'Only for a network simulated on this computer.',
  'instagram.help':
    'Instagram is open to professional accounts only (business or creator), and through a Meta app of your own.',
  'instagram.help.link': 'https://developers.facebook.com/apps/',
  'instagram.help.open': 'Open Meta’s console',
  'instagram.way.token': 'With a token made in Meta’s console',
  'instagram.way.token.step.1':
    'In the Instagram app, turn your account into a professional one if it is not.',
  'instagram.way.token.step.2': 'Open Meta’s console, create an app and add the product “Instagram” to it.',
  'instagram.way.token.step.2.link': 'https://developers.facebook.com/apps/',
  'instagram.way.token.step.2.open': 'Open Meta’s console',
  'instagram.way.token.step.3':
    'Under “API setup with Instagram login”, add your account: it appears in the list.',
  'instagram.way.token.step.4':
    'Click “Generate token” beside the account, accept what it allows (publishing, comments, messages, figures: what you refuse will be missing here), and copy the token: it will not be shown again.',
  'instagram.way.token.step.5':
    'Paste it here. It lasts sixty days, and Vigie renews it by itself every week.',
  'instagram.way.facebook-app': 'Through Facebook, with your Meta app',
  'instagram.way.facebook-app.step.1':
    'Link your professional Instagram account to a Facebook Page that you manage.',
  'instagram.way.facebook-app.step.2':
    'Open Meta’s console, create an app and add “Facebook Login” and “Instagram” to it.',
  'instagram.way.facebook-app.step.2.link': 'https://developers.facebook.com/apps/',
  'instagram.way.facebook-app.step.2.open': 'Open Meta’s console',
  'instagram.way.facebook-app.step.3':
    'In the settings of Facebook Login, add the return address below to the valid OAuth redirect URIs.',
  'instagram.way.facebook-app.step.4': 'Copy the app’s ID and secret here (Settings, Basic).',
  'instagram.way.facebook-app.step.5':
    'Vigie opens Facebook in your browser: accept, and choose the linked Page.',
  'instagram.way.facebook-app.step.6': 'Copy the address of the page where it ends and paste it into Vigie.',
  'instagram.warning.professional':
    'A personal account cannot be connected: Instagram gives it no access at all.',
  'instagram.warning.public-file':
    'Instagram fetches pictures from a public address: without a host of yours, posts with a picture are published by hand. Through Facebook, films leave straight from this computer.',
  'instagram.warning.mentions':
    'Mentions in other people’s captions and comments cannot be read: only tags in pictures arrive here.',
  'instagram.warning.daily-quota':
    'Instagram limits how many posts are published a day. Beyond it, Vigie waits for the day to be over.',
};

const composer: TranslationOf<typeof source.composer> = {
  'setting.collaborators': 'Co-authors',
  'setting.people': 'Tagged people',
  'setting.location': 'Place number',
  'setting.share-to-feed': 'Show in the feed, too',
  'setting.cover': 'Address of the cover',
  'setting.cover-second': 'Second of the cover',
  'setting.audio-name': 'Name of the sound',
  'setting.trial': 'Trial reel',
  'setting.trial.none': 'Trial reel: no',
  'setting.trial.MANUAL': 'Trial reel: widened by hand',
  'setting.trial.SS_PERFORMANCE': 'Trial reel: widened by its audience',
};

export const instagramWords = { networks, composer };
