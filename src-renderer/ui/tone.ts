/** What something means. A tone is never shown by colour alone: an icon or a word stands beside it. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';
