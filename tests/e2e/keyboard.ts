import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** What a person does who has a keyboard and nothing else, and what such a person needs: a focus that is somewhere, and seen. */

/** Every event that only a pointer makes. A press of Enter makes a `click` too: that one has no pointer and no count. */
const pointerEvents = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'wheel',
  'touchstart',
  'touchend',
  'dragstart',
] as const;

/** Listens from the first call on. The answer lists every pointer event that the page has had since. */
export async function watchPointer(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate((names) => {
    if (Reflect.has(globalThis, 'pointerEventsSeen')) return;
    const seen: string[] = [];
    Reflect.set(globalThis, 'pointerEventsSeen', seen);
    for (const name of names)
      window.addEventListener(
        name,
        (event) => {
          const isFromKeys = event instanceof PointerEvent && event.detail === 0 && event.pointerType === '';
          const isMenuKey = event instanceof MouseEvent && event.type === 'contextmenu' && event.button !== 2;
          if (isFromKeys || isMenuKey) return;
          const target = event.target instanceof Element ? event.target.outerHTML.slice(0, 80) : '';
          seen.push(`${event.type} on ${target}`);
        },
        { capture: true, passive: true },
      );
  }, pointerEvents);
  return () => page.evaluate(() => Reflect.get(globalThis, 'pointerEventsSeen') as string[]);
}

/** Why somebody who looks for the focus would not find it; null when it is found. */
export function focusFault(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || activeElement === document.body)
      return 'nothing has the focus';
    const name = activeElement.outerHTML.slice(0, 120);
    const box = activeElement.getBoundingClientRect();
    const isInView =
      box.width > 0 &&
      box.height > 0 &&
      box.right > 0 &&
      box.bottom > 0 &&
      box.left < innerWidth &&
      box.top < innerHeight;
    if (!isInView) return `out of view: ${name}`;
    // What opens whole (a dialog, a sheet, the screen) is its own mark; what is acted on has an outline or a frame.
    if (activeElement.matches('[role="dialog"], [role="alertdialog"], section, main, [role="menu"]'))
      return null;
    // The mark is an outline or something in the colour of the focus: on it, around it (a field's frame), on a part of it.
    const around: Element[] = [activeElement];
    for (let up = activeElement.parentElement; up && around.length < 5; up = up.parentElement)
      around.push(up);
    around.push(...activeElement.querySelectorAll('*'));
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--focus)';
    const colour = getComputedStyle(probe).color;
    probe.remove();
    const isMarked = around.some((element) =>
      [null, '::before', '::after'].some((part) => {
        const style = getComputedStyle(element, part);
        const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
        // A main button has the same colour all the time: a ground counts only where it is drawn for the focus.
        const hasLine = part !== null && style.content !== 'none' && style.backgroundColor === colour;
        return hasOutline || hasLine || style.boxShadow.includes(colour);
      }),
    );
    return isMarked ? null : `not visible: ${name}`;
  });
}

export async function expectFocusSeen(page: Page): Promise<void> {
  await expect.poll(() => focusFault(page)).toBeNull();
}

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluateAll((elements) => elements.some((element) => element === document.activeElement));

/** Tab, or Shift+Tab, until the focus is on `target`; at every stop it must be seen. Fails after `most` presses. */
export async function tabTo(
  page: Page,
  target: Locator,
  { back = false, most = 60 }: { readonly back?: boolean; readonly most?: number } = {},
): Promise<void> {
  await expect(target.first()).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    await expectFocusSeen(page);
  }
  if (await hasFocus(target)) return;
  throw new Error(`${most} presses of Tab do not reach ${String(target)}`);
}

/** Arrow down until the focus is on `target`: in a menu, a list of options, a group of radio buttons. */
export async function arrowTo(page: Page, target: Locator, most = 40): Promise<void> {
  await expect(target.first()).toBeVisible();
  for (let presses = 0; presses < most; presses += 1) {
    if (await hasFocus(target)) return expectFocusSeen(page);
    const before = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('ArrowDown');
    // One too many would pass the target by; at the end of a list that goes no further nothing moves.
    await expect
      .poll(() => page.evaluate((from) => document.activeElement !== from, before), { timeout: 1_000 })
      .toBe(true)
      .catch(() => undefined);
  }
  throw new Error(`${most} arrows do not reach ${String(target)}`);
}

/**
 * G and a letter, until what they lead to is there: the second key counts for a second and a half, which a busy machine
 * may take to hand over the first.
 */
export async function pressPair(page: Page, letter: string, reached: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(reached).toBeAttached({ timeout: 4_000 });
  }).toPass({ timeout: 30_000 });
}

/** Goes there by Tab, and presses Enter. */
export async function activate(
  page: Page,
  target: Locator,
  options: { readonly back?: boolean } = {},
): Promise<void> {
  await tabTo(page, target, options);
  await page.keyboard.press('Enter');
}
