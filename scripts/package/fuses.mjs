import fs from 'node:fs';

/** What every release must be set to, in the order of Electron's fuse wire (docs/tutorial/fuses.md of Electron). */
const expected = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', false],
];

/** Fuses of newer Electrons that make no difference to safety, and may stand as Electron ships them. */
const indifferent = ['WasmTrapHandlers'];

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');

/**
 * Reads the fuses of an executable as they are burnt into it. A fuse that nobody has judged yet is a complaint too:
 * an upgrade of Electron must not add a hole unseen.
 *
 * @param {string} binary the file that holds the wire: the executable, or the framework on macOS
 * @returns {string[]} complaints
 */
export function checkFuses(binary) {
  const bytes = fs.readFileSync(binary);
  const at = bytes.indexOf(sentinel);
  if (at === -1) return [`${binary} has no fuse wire`];
  const version = bytes[at + sentinel.length];
  const length = bytes[at + sentinel.length + 1] ?? 0;
  if (version !== 1) return [`${binary} has a fuse wire of version ${version}`];
  const wire = bytes.subarray(at + sentinel.length + 2, at + sentinel.length + 2 + length).toString('latin1');
  const complaints = expected.flatMap(([name, on], index) => {
    const state = wire[index];
    // 'r': removed from Electron, so nothing is left to switch.
    return state === (on ? '1' : '0') || state === 'r' ? [] : [`fuse ${name} is ${JSON.stringify(state)}`];
  });
  const unknown = wire.length - expected.length - indifferent.length;
  return unknown > 0
    ? [...complaints, `${unknown} fuses are new: judge them in scripts/package/fuses.mjs`]
    : complaints;
}
