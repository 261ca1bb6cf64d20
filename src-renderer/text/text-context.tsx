import { createContext, use, type ReactNode } from 'react';
import type { Text } from './create-text.ts';

const TextContext = createContext<Text | null>(null);

/** Gives the words to everything inside. */
export function TextProvider({ text, children }: { readonly text: Text; readonly children: ReactNode }) {
  return <TextContext value={text}>{children}</TextContext>;
}

/** The words of the interface. */
export function useText(): Text {
  const text = use(TextContext);
  if (text === null) throw new Error('useText needs a TextProvider above it');
  return text;
}
