import { saysFull } from './disk.ts';

/** Another program has it open. */
export const isHeld = (error: unknown): boolean =>
  chain(error).some((one) => 'code' in one && one.code === 'LEVEL_LOCKED');

/** Errors that say nothing about a journal: somebody else has it open, or the system has no room for us. */
export const isPassing = (error: unknown): boolean =>
  saysFull(error) || isHeld(error) || chain(error).some(isOfTheMoment);

const isOfTheMoment = (error: Error): boolean =>
  ('code' in error && ['EMFILE', 'ENFILE', 'EACCES', 'EPERM'].includes(String(error.code))) ||
  /permission denied|too many open files|already held/i.test(error.message);

/** The error, what caused it, and so on. */
function chain(error: unknown): readonly Error[] {
  const all: Error[] = [];
  for (let one = error; one instanceof Error; one = one.cause) all.push(one);
  return all;
}
