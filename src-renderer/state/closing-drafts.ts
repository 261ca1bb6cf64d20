/** Last saves of drafts that were just closed, by what they are of. */
const underWay = new Map<string, Promise<unknown>>();

/** Notes the last save of a draft that is being closed. */
export function noteClosing(of: string, saving: Promise<unknown>): void {
  const ended = Promise.allSettled([underWay.get(of), saving]).then(() => {
    if (underWay.get(of) === ended) underWay.delete(of);
  });
  underWay.set(of, ended);
}

/** Resolves when what was written before a draft was closed can be read: whoever opens it again at once waits for that. */
export async function closed(of: string): Promise<void> {
  await underWay.get(of);
}
