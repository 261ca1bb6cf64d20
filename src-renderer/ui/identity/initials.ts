/** Two letters for a name: "Camille Besson" gives "CB", "korrigan_29" gives "KO". Never empty. */
export function initials(name: string): string {
  const words = name
    .normalize('NFC')
    .split(/[\s.\-@]+/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word !== '');
  const [first, second] = words;
  if (first === undefined) return '?';
  const letters = second === undefined ? characters(first).slice(0, 2) : [first, second].map(firstCharacter);
  return letters.join('').toLocaleUpperCase();
}

/** Code points: letters and digits only are left here, and a letter outside the first plane is two UTF-16 units. */
function characters(word: string): readonly string[] {
  return Array.from(word);
}

function firstCharacter(word: string): string {
  return characters(word)[0] ?? '';
}

/** A hue of 0 to 359 that never changes for a key, spread over the circle (FNV-1a). */
export function stableHue(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % 24) * 15;
}
