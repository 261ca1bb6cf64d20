/**
 * Runs tasks one after the other, in the order in which they were asked for. A task that rejects does not stop the
 * ones behind it.
 */
export function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = tail.then(task, task);
    tail = run.catch(() => undefined);
    return run;
  };
}
