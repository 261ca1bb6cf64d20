import type { networks as source } from '../fr/networks.ts';
import type { TranslationOf } from '../message.ts';

export const networks: TranslationOf<typeof source> = {
  'can.publish': 'publishing',
  'can.thread': 'publishing a thread',
  'can.reply': 'replying',
  'can.like': 'liking',
  'can.repost': 'sharing',
  'can.delete': 'deleting',
  'can.edit': 'editing after publication',
  'can.poll': 'polls',
  'can.content-warning': 'content warning',
  'can.visibility': 'choice of visibility',
  'can.images': 'pictures',
  'can.video': 'video',
  'can.direct-messages': 'direct messages',
  'can.mute': 'muting somebody',
  'can.block': 'blocking somebody',
  'can.hide-reply': 'hiding a reply',
  'can.report': 'reporting',
  'can.native-schedule': 'scheduling held by the network',
  'can.stream': 'live arrival',
  'can.post-metrics': 'figures of posts',
  'can.account-metrics': 'figures of the account',
  notOffered: '{network} does not offer: {what}.',

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
};
