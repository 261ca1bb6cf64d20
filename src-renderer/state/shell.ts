import { create } from 'zustand';
import type { Author } from '../../src-shared/domain/person.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import type { PurgeCertificate } from '../../src-shared/safety/purge.ts';

export type SettingsTab =
  'general' | 'window' | 'clients' | 'statements' | 'backups' | 'training' | 'diagnostics' | 'about';

/** What lies over the window, one thing at a time. */
export type Overlay =
  | { readonly tag: 'palette' }
  /** The palette, asking only which client a new post is for. */
  | { readonly tag: 'compose-for' }
  | { readonly tag: 'shortcuts' }
  /** The red button: freezing, or the guided resume where something is frozen already. */
  | { readonly tag: 'brakes' }
  | { readonly tag: 'freeze' }
  | { readonly tag: 'resume'; readonly freezeId: string }
  | { readonly tag: 'freezes' }
  /** Holding statements of one client; null: of all of them. */
  | { readonly tag: 'statements'; readonly scope: WorkspaceId | null }
  /** "Je pars hors ligne": before leaving, and while away. */
  | { readonly tag: 'departure' }
  | { readonly tag: 'departure-report'; readonly id: string }
  | { readonly tag: 'departures' }
  | { readonly tag: 'clients' }
  | { readonly tag: 'client-form'; readonly id: WorkspaceId | null }
  | { readonly tag: 'client-removal'; readonly id: WorkspaceId }
  | { readonly tag: 'person-purge'; readonly author: Pick<Author, 'remoteId' | 'handle' | 'name'> }
  | { readonly tag: 'purged'; readonly certificate: PurgeCertificate };

export interface Shell {
  readonly overlay: Overlay | null;
  readonly settingsTab: SettingsTab;
  show(overlay: Overlay | null): void;
  openSettings(tab: SettingsTab): void;
}

/** The window's own overlays and the open page of the settings: shared, because features know nothing of each other. */
export const useShell = create<Shell>((set) => ({
  overlay: null,
  settingsTab: 'general',
  show: (overlay) => set({ overlay }),
  openSettings: (settingsTab) => set({ settingsTab }),
}));
