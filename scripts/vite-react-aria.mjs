/**
 * Two things that react-aria does and a strict content policy or a small bundle refuse. Each change fails the build
 * when the code that it replaces is no longer there, so that an upgrade is looked at.
 *
 * - Its live announcer empties itself with `innerHTML = ''`, which Trusted Types turn into a thrown error (every step of
 *   a number or date field calls it).
 * - It carries its own words in some thirty languages; the interface speaks two.
 * (A third, a <style> element written at run time, is prevented by `ui/press-style.ts`.)
 *
 * @returns {import('vite').Plugin}
 */
export function reactAria() {
  const announcer = /react-aria\/dist\/private\/live-announcer\/LiveAnnouncer\.mjs$/;
  const words = /react-(aria|stately)\/dist\/private\/intl\/.+\/([a-z]{2}-[A-Z]{2})\.mjs$/;
  const kept = new Set(['en-US', 'fr-FR']);
  let hasSeenAnnouncer = false;
  return {
    name: 'vigie:react-aria',
    enforce: 'pre',
    buildStart() {
      hasSeenAnnouncer = false;
    },
    load(id) {
      const locale = words.exec(clean(id))?.[2];
      if (locale === undefined || kept.has(locale)) return null;
      return "export { default } from './en-US.mjs';";
    },
    transform(code, id) {
      if (!announcer.test(clean(id))) return null;
      hasSeenAnnouncer = true;
      const changed = code.replaceAll(".innerHTML = ''", '.replaceChildren()');
      if (changed === code || changed.includes('innerHTML')) {
        this.error(
          'react-aria empties its live announcer in another way: look at scripts/vite-react-aria.mjs',
        );
      }
      return { code: changed, map: null };
    },
    buildEnd(error) {
      if (error || hasSeenAnnouncer) return;
      this.warn('react-aria’s live announcer is not in this build');
    },
  };
}

/**
 * A module's path as written on every system, without its query.
 *
 * @param {string} id
 */
function clean(id) {
  return id.replace(/\?.*$/s, '').replaceAll('\\', '/');
}
