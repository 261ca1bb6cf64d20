import type { welcome as source } from '../fr/welcome.ts';
import type { TranslationOf } from '../message.ts';

export const welcome: TranslationOf<typeof source> = {
  title: 'Welcome to Vigie',
  line1: 'All your clients’ accounts side by side: what people write to you, what you answer.',
  line2: 'A scheduled post leaves on time, once, even when the network was away in between.',
  line3: 'Everything stays on this computer: Vigie has no server and talks to nobody but the networks.',
  clientTitle: 'Create my first client',
  clientText: 'Give it a name, then connect one of its accounts.',
  clientName: 'Client name',
  clientPlaceholder: 'For example: Harbour Books',
  clientCreate: 'Create and connect an account',
  trainingTitle: 'Try without an account',
  trainingText:
    'Two fictitious clients on simulated networks, with an audience that reacts. Nothing leaves this computer, and everything can be erased at once.',
  trainingStart: 'Open the training workspace',
  trainingRunning: 'Starting the simulated networks',
  trainingAccounts: { one: '{count} account connected', other: '{count} accounts connected' },
  trainingFailed: 'The training workspace did not start',
  archive: 'Do you have a Vigie archive?',
  archiveImport: 'Import an archive…',
  language: 'Language',
  french: 'Français',
  english: 'English',
};
