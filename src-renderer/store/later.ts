/** Runs something after so many ms; answers how to give it up. */
export type Later = (ms: number, run: () => void) => () => void;

export const timer: Later = (ms, run) => {
  const id = setTimeout(run, ms);
  return () => clearTimeout(id);
};
