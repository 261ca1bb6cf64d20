import type { facebookWords as source } from '../../fr/networks/facebook.ts';
import type { TranslationOf } from '../../message.ts';

const networks: TranslationOf<typeof source.networks> = {
  'facebook.auth.appId': 'App ID',
  'facebook.auth.appId.hint': 'At the top of your Meta app’s dashboard: a row of digits.',
  'facebook.auth.appSecret': 'App secret',
  'facebook.auth.appSecret.hint': 'Settings, Basic, “App secret”. It stays in this computer’s keychain.',
  'facebook.auth.token': 'Access token',
  'facebook.auth.token.hint': 'A Page, user or system user token. It begins with EAA.',
  'facebook.auth.server': 'Test server',
  'facebook.auth.server.hint': 'Only for a simulated network on this computer.',
  'facebook.help':
    'Facebook opens its Pages only to an app that is registered with Meta. Yours is enough, without review, for the Pages that you manage.',
  'facebook.help.link': 'https://developers.facebook.com/apps/',
  'facebook.help.open': 'Open Meta’s console',
  'facebook.way.own-app': 'With your own Meta app',
  'facebook.way.own-app.detail': 'You accept in the browser. The Page’s access does not end by itself.',
  'facebook.way.own-app.step.1':
    'Open Meta’s console and create an app of the type “Business”. It may stay in development mode.',
  'facebook.way.own-app.step.1.link': 'https://developers.facebook.com/apps/',
  'facebook.way.own-app.step.1.open': 'Open Meta’s console',
  'facebook.way.own-app.step.2': 'Add the product “Facebook Login for Business” to the app.',
  'facebook.way.own-app.step.3':
    'In that product’s settings, add the redirect address below to the valid OAuth redirect URIs.',
  'facebook.way.own-app.step.4':
    'In Settings, Basic, copy the App ID and the App secret, and paste them here.',
  'facebook.way.own-app.step.5':
    'Vigie opens Facebook in your browser: accept, and choose the Pages to hand over.',
  'facebook.way.own-app.step.6':
    'The browser ends on an almost empty page. Copy its address at once and paste it into Vigie: it works once.',
  'facebook.way.token': 'With a token that exists already',
  'facebook.way.token.detail': 'For a system user’s or a Page’s token that you already have.',
  'facebook.way.token.step.1':
    'In your business settings at Meta, open “System users” and choose one with a role on the Page.',
  'facebook.way.token.step.1.link': 'https://business.facebook.com/settings/system-users',
  'facebook.way.token.step.1.open': 'Open the business settings',
  'facebook.way.token.step.2': 'Click “Generate token”, choose your app and the expiry “Never”.',
  'facebook.way.token.step.3':
    'Tick pages_show_list, pages_read_engagement and pages_manage_posts; pages_read_user_content and pages_manage_engagement for comments, pages_messaging for messages, read_insights for figures.',
  'facebook.way.token.step.4': 'Copy the token and paste it here. Vigie checks what it allows.',
  'facebook.warning.review':
    'Without Meta’s review, your app works only for Pages of people who have a role on it. To read everybody’s private messages, Meta asks for advanced access.',
  'facebook.warning.window':
    'A private message can be answered for seven days after the person’s last message only, and beyond 24 hours only if Meta has granted “Human Agent” to your app.',
  'facebook.warning.data-access':
    'Meta stops giving people’s data 90 days after you last logged in: Vigie reminds you before.',
};

const composer: TranslationOf<typeof source.composer> = {
  'setting.link': 'Link to show as a card',
  'setting.title': 'Title of the video',
};

export const facebookWords = { networks, composer };
