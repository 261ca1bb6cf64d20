export type Theme = 'light' | 'dark' | 'system';
export type Contrast = 'normal' | 'more' | 'system';

/** Puts the chosen theme on a document. `system` leaves the choice to the system, at once and for later changes. */
export function applyTheme(target: Document, theme: Theme, contrast: Contrast = 'system'): void {
  target.documentElement.dataset['theme'] = theme;
  target.documentElement.dataset['contrast'] = contrast;
}
