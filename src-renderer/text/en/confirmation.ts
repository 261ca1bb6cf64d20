import type { TranslationOf } from '../message.ts';
import type { confirmation as source } from '../fr/confirmation.ts';

export const confirmation: TranslationOf<typeof source> = {
  title: 'Read again before it leaves for {client}',
  replyTitle: 'Read again before you reply for {client}',
  why: 'This account asks for a confirmation.',
  overBudget:
    '{network} will charge about {price} to your app, and the month’s budget ({budget}) is exceeded: {spent} spent.',
  account: '{handle} · {network} · {client}',
  noText: 'No text',
  media: { one: '{count} picture attached', other: '{count} pictures attached' },
  now: 'Leaves at once.',
  at: 'Leaves {when}.',
  past: 'This moment has passed.',
  publish: 'Publish on {places}',
  schedule: 'Schedule on {places}',
  reply: 'Reply as {places}',
  back: 'Back to the text',
  setting: 'Ask for confirmation before anything leaves',
  settingHint: 'Account, client and text are shown once more, for posts and replies.',
};
