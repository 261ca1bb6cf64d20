import type { banners as source } from '../fr/banners.ts';
import type { TranslationOf } from '../message.ts';

export const banners: TranslationOf<typeof source> = {
  region: 'Warnings',
  more: { one: '{count} more warning', other: '{count} more warnings' },
  fewer: 'Fewer',
  sessionVault: 'No keychain answers.',
  sessionVaultText: 'Account access is kept until Vigie closes; you will have to reconnect afterwards.',
  readOnly: 'Read-only.',
  readOnlyText:
    'The data comes from a newer Vigie: nothing can be changed here. Update Vigie, or export what you wrote.',
  rebuilt: 'The outbox journal was damaged and has been rebuilt.',
  rebuiltText: 'Nothing was sent again: check the posts whose time has passed.',
  verify: 'Check the outbox',
  restored: {
    one: '{count} item came back from the second copy.',
    other: '{count} items came back from the second copy.',
  },
  restoredText:
    'The local store was gone; what you wrote is back, messages are read again from the networks.',
  diskFull: 'The disk is full.',
  diskFullText: 'What you write is no longer saved. Free some space, then check again.',
  storeTrouble: 'The local store refuses writes.',
  reload: 'Reload the window',
  check: 'Check again',
  refused: '{account} ({client})',
  refusedText: 'The network no longer accepts Vigie’s access. Nothing is lost: what it has to send waits.',
  lockedText: 'Access was not kept since Vigie last closed. What it has to send waits.',
  reconnect: 'Reconnect',
  exportAll: 'Export what I wrote…',
  exported: { one: '{count} item exported', other: '{count} items exported' },
  diagnostics: 'See diagnostics',
  dismiss: 'Hide this warning',
  trainingFailed: 'The training workspace did not start.',
};
