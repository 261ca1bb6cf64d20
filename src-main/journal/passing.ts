import { saysFull } from './disk.ts';

/** Another program has it open. */
export function isHeld(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('code' in one && one.code === 'LEVEL_LOCKED') return true;
  return false;
}

/** Errors that say nothing about a journal: somebody else has it open, or the system has no room for us. */
export function isPassing(error: unknown): boolean {
  if (saysFull(error)) return true;
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && ['LEVEL_LOCKED', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM'].includes(String(one.code)))
      return true;
    if (/permission denied|too many open files|already held/i.test(one.message)) return true;
  }
  return false;
}
