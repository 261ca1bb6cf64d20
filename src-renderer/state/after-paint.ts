/** Runs `then` after the frame that is being made; at once where no frame will come. */
export function afterPaint(then: () => void): void {
  if (document.visibilityState === 'hidden') then();
  else requestAnimationFrame(() => setTimeout(then, 0));
}
