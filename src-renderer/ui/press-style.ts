/** The id under which react-aria looks for the style sheet that it would otherwise inject. */
const pressStyleId = 'react-aria-pressable-style';

/**
 * Keeps react-aria from adding a <style> element, which `style-src 'self'` refuses: it adds none when one with its id
 * is there. The rule itself stands in `base.css`. Call once per document, before the first render (each further window
 * is a document of its own).
 */
export function preparePressStyle(target: Document): void {
  if (target.getElementById(pressStyleId)) return;
  const marker = target.createElement('meta');
  marker.id = pressStyleId;
  target.head.append(marker);
}
