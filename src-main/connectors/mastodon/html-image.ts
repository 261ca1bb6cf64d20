import type { RichNode } from '../../../src-shared/rich-text.ts';
import { classesIn } from './html-classes.ts';
import { webUrl } from './web-url.ts';

/** Servers draw their own emojis as pictures with a shortcode; any other picture is its alternative text. */
export function imageNode(attributes: ReadonlyMap<string, string>): RichNode | null {
  const words = alternative(attributes);
  const url = webUrl(attributes.get('src'));
  const shortcode = /^:([^\s:]{1,80}):$/.exec(words)?.[1] ?? null;
  const classes = classesIn(attributes);
  const emoji = classes.has('emoji') || classes.has('emojione') || classes.has('custom-emoji');
  if (emoji && shortcode !== null && url !== null) return { tag: 'emoji', shortcode, url };
  return words === '' ? null : { tag: 'text', text: words };
}

export const alternative = (attributes: ReadonlyMap<string, string>): string =>
  attributes.get('alt') ?? attributes.get('title') ?? '';
