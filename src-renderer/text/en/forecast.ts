import type { forecast as source } from '../fr/forecast.ts';
import type { TranslationOf } from '../message.ts';

export const forecast: TranslationOf<typeof source> = {
  title: 'Queue forecast',
  view: 'Forecast',
  viewCount: { one: '{count} risk to deal with', other: '{count} risks to deal with' },
  days: 'The fourteen days',
  allDays: 'The whole fortnight',
  onlyDay: 'Only {day}',
  departures: { one: '{count} departure', other: '{count} departures' },
  noDeparture: 'no departures',
  dayLabel: '{day}: {departures}. {worst}',
  'by.network': { one: '{count} held by the network', other: '{count} held by the network' },
  'by.machine': { one: '{count} by this computer', other: '{count} by this computer' },
  'by.person': { one: '{count} by you', other: '{count} by you' },
  'by.nobody': { one: '{count} held by nobody', other: '{count} held by nobody' },

  'severity.stops': 'Will not leave',
  'severity.doubt': 'Uncertain',
  'severity.needs': 'Somebody must be there',
  'severity.watch': 'Worth a look',
  'worst.stops': 'stopped',
  'worst.doubt': 'uncertain',
  'worst.needs': 'be there',
  'worst.watch': 'worth a look',
  'worst.none': 'all clear',

  looked: {
    one: '{count} departure looked at, up to {until}.',
    other: '{count} departures looked at, up to {until}.',
  },
  asOf: 'Access and quotas from the last answers of the servers: {when}.',
  asOfOffline: 'Offline. Access and quotas from the last answers of the servers: {when}.',
  asOfNever: 'No server has answered yet: access and quotas are not known.',
  silent: {
    one: '{count} account has not answered yet.',
    other: '{count} accounts have not answered yet.',
  },
  calm: 'Nothing threatens these fourteen days',
  calmDay: 'Nothing threatens this day',
  calmText:
    'Vigie has compared every departure with the access of its account, the quotas it knows, the rules of the networks, the image files, the changes of clocks, the other posts and the freezes in force. What the networks will decide meanwhile, nobody knows.',
  nothing: 'No departure is planned in the next fourteen days',
  nothingText: 'Schedule a post: the forecast will say what might keep it from leaving.',
  noClient: 'No client is open',

  'access.refused': {
    one: '{account}: access refused by the network, {count} post will not leave',
    other: '{account}: access refused by the network, {count} posts will not leave',
  },
  'access.locked': {
    one: '{account}: access lost with the previous session, {count} post will not leave',
    other: '{account}: access lost with the previous session, {count} posts will not leave',
  },
  'access.disconnected': {
    one: '{account} is disconnected, {count} post will not leave',
    other: '{account} is disconnected, {count} posts will not leave',
  },
  'access.ends': {
    one: '{account}: access ends {when} and nothing renews it, {count} post will not leave',
    other: '{account}: access ends {when} and nothing renews it, {count} posts will not leave',
  },
  'access.permission': {
    one: '{account}: publishing was never allowed, {count} post will not leave',
    other: '{account}: publishing was never allowed, {count} posts will not leave',
  },
  'no-account': {
    one: 'Account removed from Vigie: {count} post will not leave',
    other: 'Account removed from Vigie: {count} posts will not leave',
  },
  frozen: {
    one: 'Departures are frozen: {count} post waits for you to resume them',
    other: 'Departures are frozen: {count} posts wait for you to resume them',
  },
  recall: {
    one: 'Frozen, but {network} still holds it: {count} post will leave unless it is taken back in time',
    other:
      'Frozen, but {network} still holds them: {count} posts will leave unless they are taken back in time',
  },
  'held-back': {
    one: '{count} post stayed frozen (a backup opened here, or a freeze that ended without it): release it',
    other:
      '{count} posts stayed frozen (a backup opened here, or a freeze that ended without them): release them',
  },
  draft: 'Draft planned but never scheduled: it will not leave',
  draftOver: 'Planned draft whose hour has passed: it has not left',
  handing: 'Not handed to the sender yet: nobody holds it',
  refused: 'The sender has refused it: it will not leave',
  'trouble.failed': { one: '{count} departure failed', other: '{count} departures failed' },
  'trouble.missed': { one: '{count} post missed its hour', other: '{count} posts missed their hour' },
  'trouble.needs-decision': {
    one: '{count} departure to verify: it may have left already',
    other: '{count} departures to verify: they may have left already',
  },
  'trouble.blocked': {
    one: '{count} departure blocked by its account',
    other: '{count} departures blocked by their account',
  },
  'trouble.assisted': {
    one: 'It is time: {count} post waits for you to publish it',
    other: 'It is time: {count} posts wait for you to publish them',
  },
  'media-missing': {
    one: '{count} picture is no longer on this computer: the post will not leave',
    other: '{count} pictures are no longer on this computer: the post will not leave',
  },
  content: '{network} would refuse this post. {cause}',
  quota: {
    one: '{account}: not enough requests before {until} ({left} left, {need} needed), {count} post will be late',
    other:
      '{account}: not enough requests before {until} ({left} left, {need} needed), {count} posts will be late',
  },
  quotaNone: {
    one: '{account}: the server accepts nothing before {until}, {count} post will be late',
    other: '{account}: the server accepts nothing before {until}, {count} posts will be late',
  },
  'scheduler-full.day': {
    one: '{account}: the network keeps {limit} posts a day, {count} too many would leave from this computer',
    other:
      '{account}: the network keeps {limit} posts a day, {count} too many would leave from this computer',
  },
  'scheduler-full.all': {
    one: '{account}: the network keeps {limit} posts in all, {count} too many would leave from this computer',
    other:
      '{account}: the network keeps {limit} posts in all, {count} too many would leave from this computer',
  },
  gap: '{time} does not exist that day, clocks go forward: the post will leave at {shown}',
  overlap: '{time} comes twice that day: the post will leave the first time',
  rules: 'The rules of {zone} time have changed: planned for {wall}, it is held for {held}',
  zone: {
    one: '{count} post is on {zone} time, its client on {clientZone} time',
    other: '{count} posts are on {zone} time, their client on {clientZone} time',
  },
  burst: '{count} posts of {account} follow one another, {span} apart at the closest',
  burstSame: '{count} posts of {account} in the same minute',
  'alike.identical': '{account}: the same text as another post ({when})',
  'alike.similar': '{account}: nearly the same text as another post ({when})',
  awake: {
    one: '{day}: this computer must be on at {from}, with Vigie open, for {count} post',
    other: '{day}: this computer must be on at {from}, with Vigie open, for {count} posts',
  },
  awakeFromTo: {
    one: '{day}: this computer must be on from {from} to {to}, with Vigie open, for {count} post',
    other: '{day}: this computer must be on from {from} to {to}, with Vigie open, for {count} posts',
  },
  hand: {
    one: '{day}: {count} post to publish yourself at {from}',
    other: '{day}: {count} posts to publish yourself at {from}',
  },
  handFromTo: {
    one: '{day}: {count} post to publish yourself, from {from} to {to}',
    other: '{day}: {count} posts to publish yourself, from {from} to {to}',
  },

  'fix.reconnect': 'Reconnect',
  'fix.resume': 'Resume departures',
  'fix.schedule': 'Open to schedule',
  'fix.move': 'Move',
  'fix.hand-over': { one: 'Give it to the network', other: 'Give {count} to the network' },
  'fix.edit': 'Open the post',
  'fix.edit.media-missing': 'Replace the picture',
  'fix.edit.content': 'Fix it',
  'fix.edit.alike': 'Change the text',
  'fix.outbox': 'See the departure',
  'fix.outbox.awake': 'Change who publishes',
  'fix.outbox.hand': 'Change who publishes',
  'fix.outbox.trouble': 'Deal with it',
  'fix.outbox.held-back': 'Release',
  'fix.outbox.scheduler-full': 'Change who publishes',
  fixFor: '{fix}: {risk}',
  handedOver: { one: '{count} post given to the network', other: '{count} posts given to the network' },
  morePosts: { one: 'and {count} more', other: 'and {count} more' },
  cannotMove: 'This post can no longer be moved: it is being sent.',
  gone: 'This post is no longer waiting.',

  sleep: 'Lid closed',
  sleepText:
    'Simulation: what would happen each day if this computer slept from midnight to midnight, and then woke up. Nothing is changed.',
  sleepDay: 'If the computer slept',
  'sleep.leaves': { one: '{count} leaves without you', other: '{count} leave without you' },
  'sleep.waits': { one: '{count} waits', other: '{count} wait' },
  'sleep.missed': { one: '{count} missed', other: '{count} missed' },
  'sleep.nothing': 'nothing changes',
  'fate.leaves': 'Leaves without you',
  'fate.late': 'On waking, {time}',
  'fate.missed': 'Missed',
  'fate.by-hand': 'Waits for you',
  'fate.stuck': 'Will not leave',
  'fateLong.leaves': 'The network holds it: it leaves with the lid closed.',
  'fateLong.late': 'It waits, then leaves on waking: the delay that you accept allows it.',
  'fateLong.missed': 'On waking it is too late for it: it goes to the missed ones.',
  'fateLong.by-hand': 'Vigie cannot remind you: publish it from another device.',
  'fateLong.stuck': 'Nobody holds it, lid open or closed.',
  sleepEmpty: 'No departures: the computer may sleep',
};
