import type { networks as source } from '../fr/networks.ts';
import type { TranslationOf } from '../message.ts';
import { facebookNetworkWords } from './facebook.ts';
import { instagramNetworkWords } from './instagram.ts';

export const networks: TranslationOf<typeof source> = {
  ...instagramNetworkWords,
  ...facebookNetworkWords,
  'can.publish': 'publishing',
  'can.thread': 'publishing a thread',
  'can.first-comment': 'first comment',
  'can.reply': 'replying',
  'can.private-reply': 'answer a comment in private',
  'can.like': 'liking',
  'can.repost': 'sharing',
  'can.delete': 'deleting',
  'can.edit': 'editing after publication',
  'can.poll': 'polls',
  'can.content-warning': 'content warning',
  'can.visibility': 'choice of visibility',
  'can.images': 'pictures',
  'can.carousel': 'carousel',
  'can.video': 'video',
  'can.reels': 'reels',
  'can.stories': 'stories',
  'can.documents': 'document carousel',
  'can.link-card': 'link card',
  'can.direct-messages': 'direct messages',
  'can.mute': 'muting somebody',
  'can.block': 'blocking somebody',
  'can.hide-reply': 'hiding a reply',
  'can.delete-comment': 'deleting a received comment',
  'can.reviews': 'reviews',
  'can.report': 'reporting',
  'can.native-schedule': 'scheduling held by the network',
  'can.stream': 'live arrival',
  'can.post-metrics': 'figures of posts',
  'can.account-metrics': 'figures of the account',
  notOffered: '{network} does not offer: {what}.',

  'format.post': 'Post',
  'format.carousel': 'Carousel',
  'format.reel': 'Reel',
  'format.story': 'Story',
  'format.video': 'Video',
  'format.document': 'Document carousel',
  'format.gif': 'Animated GIF',
  'format.article': 'Link with card',
  'format.link': 'Link with card',
  'format.photo': 'Photo',

  'class.K': 'Sending repeats without risk',
  'class.R': 'Sending checked by reading back',
  'class.N': 'Sent once, for you to check after a cut',

  'proof.real-software': 'Proved against the real software',
  'proof.official-description': 'Proved against the official description',
  'proof.data-sheet': 'From the documentation only',

  direct: 'Direct',
  directDetail: 'Vigie publishes; this computer must be on.',
  native: 'Held by the network',
  nativeDetail: 'The network keeps the post and publishes it without you.',
  assisted: 'By hand',
  assistedDetail: 'Vigie prepares everything; you publish on the network’s site.',
  none: 'Does not exist',
  assistedBecause: 'By hand: {why}',

  'handmade.name': 'Another network',
  'auth.account': 'Name of the account',
  'auth.page': 'Address of its page',
  'auth.page.hint': 'The one that your browser shows: Vigie opens it when it is time to publish.',
  'handmade.auth.network': 'Name of the network',
  'handmade.auth.page': 'Address of the page where one publishes',
  'handmade.auth.limit': 'Longest post, in characters',
  'handmade.auth.limit.wrong': 'A number between 1 and 100,000.',
  'handmade.auth.images': 'Most images',
  'handmade.auth.images.wrong': 'A number between 0 and 50.',
  'handmade.auth.colour': 'Colour',
  'auth.page.wrong': 'A whole address, for example https://forum.example.org/new.',
  'handmade.help':
    'Vigie does not connect to this network. When it is time it tells you, prepares the text and the images, opens the page, then notes the link of the post.',
  'absent.no-api': 'the network allows it to no application',
  'absent.paid-plan': 'for paying enterprise plans only',
  'absent.closed-programme': 'for the network’s approved partners only',
  'absent.own-posts-only': 'under your own posts only',
  'absent.not-on-this-server': 'not on this server',
  'absent.needs-public-address': 'needs a public address',
  'absent.by-hand-only': 'to be done on the network’s site',

  'bluesky.auth.handle': 'Handle',
  'bluesky.auth.password': 'App password',
  'bluesky.auth.server': 'Server',
  'bluesky.auth.code': 'Code received by e-mail',
  'mastodon.auth.server': 'Server',

  'bluesky.auth.handle.hint': 'As on your profile, without @.',
  'bluesky.auth.password.hint': 'Never your main password: one that is kept for Vigie.',
  'bluesky.auth.server.hint': 'Left empty, Vigie finds it from the handle.',
  'bluesky.auth.code.hint': 'Asked by your account at every new sign-in.',
  'bluesky.help':
    'In Bluesky, open Settings, Privacy and security, App passwords. Create one for Vigie, and allow access to direct messages if you want to answer them from here.',
  'bluesky.help.link': 'https://bsky.app/settings/app-passwords',
  'bluesky.help.open': 'Create an app password',
  'mastodon.auth.server.hint': 'Your server’s address, or your whole address @name@server.',
  'mastodon.auth.server.suggestions': 'mastodon.social mastodon.online mstdn.social',
  'mastodon.help':
    'Vigie opens your server’s page in your browser. Your password stays there: Vigie never sees it.',
  'linkedin.way.token': 'A token made in the developer portal',
  'linkedin.way.token.step.1':
    'Open LinkedIn’s developer portal and create an app, tied to your client’s page.',
  'linkedin.way.token.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.token.step.1.open': 'Open the portal',
  'linkedin.way.token.step.2':
    'Under Products, ask for “Share on LinkedIn” and “Sign In with LinkedIn using OpenID Connect” to post as yourself, or for “Community Management API” for a page.',
  'linkedin.way.token.step.3':
    'Under Docs and tools, OAuth token tools, create a token with every permission that is offered.',
  'linkedin.way.token.step.3.link': 'https://www.linkedin.com/developers/tools/oauth/token-generator',
  'linkedin.way.token.step.3.open': 'Open the generator',
  'linkedin.way.token.step.4':
    'Copy the token and paste it here. It lives for sixty days: Vigie warns before it ends.',
  'linkedin.way.own-app': 'Your own app, for pages',
  'linkedin.way.own-app.step.1': 'Create an app for Vigie alone in the developer portal, tied to the page.',
  'linkedin.way.own-app.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.own-app.step.1.open': 'Open the portal',
  'linkedin.way.own-app.step.2':
    'Under Products, ask for “Community Management API” and fill in the form: LinkedIn answers within days. This app can have no other product.',
  'linkedin.way.own-app.step.3':
    'Under Auth, add the return address below, to the letter, to the “Authorized redirect URLs”.',
  'linkedin.way.own-app.step.4': 'Copy “Client ID” and “Primary Client Secret” here, from the same tab.',
  'linkedin.way.own-app.step.5':
    'Allow Vigie in your browser, then paste here the address of the page where LinkedIn leaves you.',
  'linkedin.way.own-app-member': 'Your own app, for your profile',
  'linkedin.way.own-app-member.step.1': 'Create an app in the developer portal.',
  'linkedin.way.own-app-member.step.1.link': 'https://www.linkedin.com/developers/apps',
  'linkedin.way.own-app-member.step.1.open': 'Open the portal',
  'linkedin.way.own-app-member.step.2':
    'Under Products, add “Share on LinkedIn” and “Sign In with LinkedIn using OpenID Connect”: they are granted at once.',
  'linkedin.way.own-app-member.step.3':
    'Under Auth, add the return address below, to the letter, and copy “Client ID” and “Primary Client Secret” here.',
  'linkedin.way.own-app-member.step.4':
    'Allow Vigie in your browser, then paste here the address of the page where LinkedIn leaves you.',
  'linkedin.way.native': 'Your own app, without a secret',
  'linkedin.way.native.step.1':
    'Ask LinkedIn’s developer support to switch the “native PKCE” flow on for your app.',
  'linkedin.way.native.step.1.link': 'https://www.linkedin.com/developers/support',
  'linkedin.way.native.step.1.open': 'Write to support',
  'linkedin.way.native.step.2': 'Copy its “Client ID” here: no secret is needed.',
  'linkedin.way.native.step.3': 'Allow Vigie in your browser: it comes back by itself.',
  'linkedin.auth.token': 'Access token',
  'linkedin.auth.token.hint': 'It mostly begins with AQ and runs to several hundred characters.',
  'linkedin.auth.token.wrong': 'A token is one piece, without a space, and much longer.',
  'linkedin.auth.app-id': 'Client ID',
  'linkedin.auth.app-id.hint': 'Auth tab of your app.',
  'linkedin.auth.app-id.wrong': 'A Client ID has about fifteen letters and digits, without a space.',
  'linkedin.auth.app-secret': 'Primary Client Secret',
  'linkedin.auth.app-secret.hint': 'Auth tab of your app. It stays in the system’s keychain.',
  'linkedin.auth.app-secret.wrong': 'The secret is one piece, without a space.',
  'linkedin.auth.server': 'Server',
  'linkedin.auth.server.hint': 'Only for a server to try things on.',
  'linkedin.warning.programme':
    'Reading and posting for a page needs the “Community Management API” access, which LinkedIn grants to registered companies by a form. For a profile posting is enough, but comments cannot be read.',
  'linkedin.warning.budget':
    'LinkedIn counts calls by the day and does not publish how many: at first an app for pages has 100 a person and 500 in all, an app for profiles 150. So Vigie looks at pages less often.',
  'linkedin.warning.sixty-days':
    'An access lasts for sixty days. Only LinkedIn’s partners’ renews itself: for the others Vigie asks to connect again.',
  'linkedin.warning.duplicates':
    'LinkedIn refuses a post that repeats a recent one, sometimes also after it was deleted.',
  'twitter.auth.client': 'Client ID',
  'twitter.auth.client.hint': 'Your app’s “Client ID”, never the “Client Secret”.',
  'twitter.auth.port': 'Return port',
  'twitter.auth.port.hint': 'The number in the return address that you registered.',
  'twitter.auth.server': 'Test server',
  'twitter.auth.server.hint': 'Only for a network simulated on this computer.',
  'twitter.help':
    'X only takes an app of your own, and makes its owner pay for each call. Vigie opens X’s page in your browser; it does not see your password.',
  'twitter.help.link': 'https://console.x.com',
  'twitter.help.open': 'Open X’s console',
  'twitter.way.own-app': 'With your X app',
  'twitter.way.own-app.step.1':
    'Open X’s console, create a developer account and buy a first credit: without it nothing answers.',
  'twitter.way.own-app.step.1.link': 'https://console.x.com',
  'twitter.way.own-app.step.1.open': 'Open X’s console',
  'twitter.way.own-app.step.2': 'Create an app, then open “User authentication settings”.',
  'twitter.way.own-app.step.3':
    'Permissions: “Read and write and Direct message”. Type: “Native App”, without a secret.',
  'twitter.way.own-app.step.4':
    'Under “Callback URI”, paste the return address to the letter, port included.',
  'twitter.way.own-app.step.5': 'Copy the “Client ID” from the page “Keys and tokens” and paste it here.',
  'twitter.warning.price':
    'X makes the app’s owner pay for each call: about $0.015 a post, $0.20 with a link in it, and every reading.',
  'twitter.warning.summoned':
    'An app may only answer those who mentioned you, quoted you or answered you. Other answers are written by hand.',
  'twitter.warning.own-app':
    'Liking, following, quoting and blocking are only offered to businesses under contract.',
};
