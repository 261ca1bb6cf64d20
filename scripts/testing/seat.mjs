/**
 * A seat for one worker of the end-to-end tests: a display and a keychain of its own, so that several apps can run
 * side by side without taking each other's focus, clipboard or secrets.
 *
 * Run as a program it is the far end: it tells its environment, and lasts until its standard input ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensureDisplay, keychainPrefix } from '../runtime.mjs';

const self = fileURLToPath(import.meta.url);

/** What a display and a keychain are found by. */
const names = /** @type {const} */ ([
  'DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'NO_AT_BRIDGE',
]);

/** Words before a command that give it a seat; none where the system has one for everybody (macOS, Windows). */
const prefix = () => [...keychainPrefix(), ...ensureDisplay({ virtual: true })];

/** Whether several apps can run at once here. */
export const canSeatSeveral = () => prefix().length > 0;

/**
 * @returns {Promise<{ env: Record<string, string>, leave: () => Promise<void> }>} the variables that lead to the seat
 * @throws {Error} when the display or the keychain does not start
 */
export async function takeSeat() {
  const [command, ...args] = [...prefix(), process.execPath, self];
  if (command === undefined || !canSeatSeveral()) return { env: {}, leave: async () => {} };
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const told = await Promise.race([
    once(readline.createInterface({ input: child.stdout }), 'line'),
    closed.then(() => undefined),
  ]);
  if (told === undefined)
    throw new Error(`no display or keychain for the tests: ${command} ended (${child.exitCode})`);
  return {
    env: JSON.parse(String(told[0])),
    leave: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

if (process.argv[1] === self) {
  const env = Object.fromEntries(
    names.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])),
  );
  console.log(JSON.stringify(env));
  process.stdin.resume();
}
