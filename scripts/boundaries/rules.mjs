/**
 * Who may import whom, as data. The table is docs/architecture.md's; changing one means changing the other.
 *
 * Paths are globs from the repository's root: `*` within one folder, `**` over folders, `{a,b}` either, `<own>` the
 * same name wherever it appears in one zone, a leading `!` takes away. Packages are names without their subpath;
 * `node:*` stands for Node's own modules, also when written without the prefix.
 */

/** Names whose use makes code impure. A call or `new` without arguments is written as it looks. */
const impure = [
  'fetch XMLHttpRequest WebSocket EventSource BroadcastChannel Worker importScripts',
  'window self document navigator location globalThis global',
  'localStorage sessionStorage indexedDB caches crypto performance console',
  'process Buffer require module __dirname __filename',
  'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame',
].flatMap((names) => names.split(' '));
const clock = ['Date.now', 'new Date()', 'Date()', 'performance.now', 'Temporal.Now'];
const chance = ['Math.random'];

/** Libraries without I/O, that pure code may use (docs/decisions/0005-pure-libraries.md). */
const purePackages = ['valibot', 'ulid', 'unicode-segmenter', 'temporal-polyfill'];

const electronPackages = ['electron', 'electron-*', '@electron/*'];
const interfacePackages = [
  'react',
  'react-*',
  '@tanstack/react-*',
  'zustand',
  'rxdb',
  'dexie',
  'lucide-react',
  'chart.js',
];
const systemPackages = ['node:*', ...electronPackages, 'classic-level', '@napi-rs/*', 'undici', 'ws'];
const network = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'undici',
  'ws',
];
const storage = ['node:fs', 'classic-level', '@napi-rs/*'];

/**
 * Networks of one company that speak one protocol: what they share lies in a folder of the family's, on both sides, and
 * nobody else may import it (docs/decisions/0019-families-of-networks.md).
 *
 * @type {readonly { readonly folder: string, readonly networks: readonly string[] }[]}
 */
export const families = [{ folder: 'meta', networks: ['facebook', 'instagram'] }];

const connectorPackages = [...electronPackages, ...interfacePackages, ...network, ...storage];
const simulatorPackages = [
  ...electronPackages,
  ...interfacePackages,
  'classic-level',
  '@napi-rs/*',
  'undici',
];
const connectorGlobals = ['fetch', 'WebSocket', 'process', ...clock, ...chance];

/**
 * @typedef {object} Zone files under one rule; the first zone that a file fits decides
 * @property {string} name
 * @property {readonly string[]} files
 * @property {readonly string[]} mayImport our own files, besides the zone's own folder only when listed
 * @property {readonly string[]} [mayImportTypes] our own files, with `import type` only
 * @property {readonly string[]} [onlyPackages] no other package
 * @property {readonly string[]} [noPackages] any package but these
 * @property {readonly string[]} [forbidden] globals
 */

/** @type {readonly Zone[]} */
export const zones = [
  {
    name: 'src-shared',
    files: ['src-shared/**'],
    mayImport: ['src-shared/**'],
    onlyPackages: purePackages,
    forbidden: [...impure, ...clock, ...chance],
  },
  {
    name: 'src-preload',
    files: ['src-preload/**'],
    mayImport: ['src-preload/**', 'src-shared/bridge/**'],
    onlyPackages: ['electron'],
    forbidden: ['fetch', 'process', 'require'],
  },

  // Main. Electron stays in app/, bridge/ and main.ts, so that everything else is tested under plain Node.
  ...families.flatMap(({ folder, networks }) =>
    [...networks, folder].map((own) => ({
      name: `a connector of the family ${folder}`,
      files: [`src-main/connectors/${own}/**`],
      mayImport: [
        `src-main/connectors/${own}/**`,
        `src-main/connectors/${folder}/**`,
        'src-main/connectors/*.ts',
        '!src-main/connectors/{index,registered}.ts',
        'src-shared/**',
      ],
      mayImportTypes: ['src-main/engine/**'],
      noPackages: connectorPackages,
      forbidden: connectorGlobals,
    })),
  ),
  {
    name: 'a connector',
    files: ['src-main/connectors/<own>/**'],
    mayImport: [
      'src-main/connectors/<own>/**',
      'src-main/connectors/*.ts',
      '!src-main/connectors/{index,registered}.ts',
      'src-shared/**',
    ],
    mayImportTypes: ['src-main/engine/**'],
    noPackages: connectorPackages,
    forbidden: connectorGlobals,
  },
  {
    name: 'the connectors’ contract and index',
    files: ['src-main/connectors/*.ts'],
    mayImport: ['src-main/connectors/**', 'src-shared/**'],
    mayImportTypes: ['src-main/engine/**'],
    noPackages: [...electronPackages, ...interfacePackages],
    forbidden: ['fetch', ...clock, ...chance],
  },
  {
    name: 'the clock',
    files: ['src-main/engine/clock.ts'],
    mayImport: ['src-main/engine/**', 'src-shared/**'],
    noPackages: [...electronPackages, ...interfacePackages],
  },
  {
    name: 'the engine',
    files: ['src-main/engine/**'],
    mayImport: [
      'src-main/engine/**',
      'src-main/connectors/*.ts',
      '!src-main/connectors/{index,registered}.ts',
      'src-shared/**',
    ],
    mayImportTypes: ['src-main/{accounts,vault,journal,media,diagnostics,settings}/**'],
    noPackages: [...electronPackages, ...interfacePackages],
    // Requests go through engine/http, which knows the guards; the time comes from engine/clock.
    forbidden: ['fetch', ...clock],
  },
  {
    name: 'main’s services',
    files: ['src-main/{accounts,vault,journal,media,diagnostics,settings,safety}/**'],
    mayImport: [
      'src-main/{accounts,vault,journal,media,diagnostics,settings,safety,engine}/**',
      'src-main/connectors/*.ts',
      '!src-main/connectors/{index,registered}.ts',
      'src-shared/**',
    ],
    noPackages: [...electronPackages, ...interfacePackages],
    forbidden: ['fetch'],
  },
  {
    // Plays a person's browser against loopback servers, which engine/http refuses: its requests are its own.
    name: 'training',
    files: ['src-main/training/**'],
    mayImport: [
      'src-main/{training,accounts,vault,journal,media,diagnostics,settings,engine}/**',
      'src-main/connectors/*.ts',
      '!src-main/connectors/{index,registered}.ts',
      'src-shared/**',
    ],
    noPackages: [...electronPackages, ...interfacePackages],
  },
  {
    name: 'main’s shell',
    files: ['src-main/{app,bridge}/**', 'src-main/*.ts'],
    mayImport: ['src-main/**', 'src-shared/**', 'resources/**'],
    noPackages: interfacePackages,
    forbidden: ['fetch'],
  },

  ...families.map(({ folder, networks }) => ({
    name: 'a simulator of a family',
    files: [...networks, folder].map((id) => `src-simulator/${id}/**`),
    mayImport: ['src-simulator/**', 'src-shared/**'],
    noPackages: simulatorPackages,
  })),
  {
    name: 'the simulator',
    files: ['src-simulator/**'],
    mayImport: [
      'src-simulator/**',
      'src-shared/**',
      ...families.map(({ folder }) => `!src-simulator/${folder}/**`),
    ],
    noPackages: simulatorPackages,
  },

  // The interface.
  {
    name: 'a feature',
    files: ['src-renderer/features/<own>/**'],
    mayImport: [
      'src-renderer/features/<own>/**',
      'src-renderer/store/queries/**',
      'src-renderer/{state,ui,previews,text}/**',
      'src-renderer/bridge.ts',
      'src-shared/**',
    ],
    noPackages: [...systemPackages, 'rxdb', 'dexie'],
  },
  {
    name: 'the store',
    files: ['src-renderer/store/**'],
    mayImport: ['src-renderer/store/**', 'src-renderer/search/**', 'src-renderer/bridge.ts', 'src-shared/**'],
    onlyPackages: ['rxdb', 'dexie', 'rxjs', ...purePackages],
  },
  {
    name: 'search',
    files: ['src-renderer/search/**'],
    mayImport: ['src-renderer/search/**', 'src-shared/**'],
    onlyPackages: ['@sqlite.org/sqlite-wasm', 'rxjs', ...purePackages],
  },
  {
    // What is open and selected, and the store as React sees it: the store itself knows no React.
    name: 'state',
    files: ['src-renderer/state/**'],
    mayImport: ['src-renderer/{state,store,text}/**', 'src-renderer/bridge.ts', 'src-shared/**'],
    mayImportTypes: ['src-renderer/ui/**'],
    noPackages: [...systemPackages, 'rxdb', 'dexie'],
  },
  {
    name: 'previews',
    files: ['src-renderer/previews/**'],
    mayImport: ['src-renderer/{previews,ui,text}/**', 'src-shared/**'],
    noPackages: [...systemPackages, 'rxdb', 'dexie', 'zustand'],
  },
  {
    name: 'the interface kit',
    files: ['src-renderer/ui/**'],
    mayImport: ['src-renderer/{ui,text}/**', 'src-shared/**'],
    noPackages: [...systemPackages, 'rxdb', 'dexie', 'zustand'],
  },
  {
    name: 'texts',
    files: ['src-renderer/text/**'],
    mayImport: ['src-renderer/text/**', 'src-shared/**'],
    onlyPackages: ['react', ...purePackages],
  },
  {
    name: 'the renderer’s bridge',
    files: ['src-renderer/bridge.ts'],
    mayImport: ['src-shared/**'],
    onlyPackages: purePackages,
  },
  {
    name: 'the renderer’s root',
    files: ['src-renderer/*.{ts,tsx}'],
    mayImport: ['src-renderer/**', 'src-shared/**'],
    noPackages: systemPackages,
  },
];

/**
 * Packages that no file under src-* may import but those named.
 *
 * @type {readonly { readonly packages: readonly string[], readonly only: readonly string[] }[]}
 */
export const keptPackages = [
  { packages: ['node:vm', 'node:repl', 'node:inspector'], only: [] },
  // Programs are started by their whole path, in one place.
  { packages: ['node:child_process'], only: ['src-main/app/tray-answers.ts'] },
];

/**
 * Names that one place alone may use. `imported` from a package (types excepted), `member`: as a property of
 * anything, or an attribute in JSX.
 *
 * @type {readonly { readonly imported?: string, readonly from?: string, readonly member?: string, readonly within: string, readonly only: readonly string[], readonly why: string }[]}
 */
export const keptNames = [
  {
    imported: 'ipcMain',
    from: 'electron',
    within: 'src-*/**',
    only: ['src-main/bridge/register.ts'],
    why: 'every message passes the checks of the bridge',
  },
  {
    member: 'ipc',
    within: 'src-main/**',
    only: ['src-main/bridge/register.ts'],
    why: 'a window’s own ipc would go around the bridge',
  },
  ...['ipcRenderer', 'contextBridge'].map((imported) => ({
    imported,
    from: 'electron',
    within: 'src-*/**',
    only: ['src-preload/**'],
    why: 'the preload is the only door of the interface',
  })),
  {
    member: 'openExternal',
    within: 'src-*/**',
    only: ['src-main/app/security.ts', 'src-main/app/security/**'],
    why: 'every link leaves through one check',
  },
  ...[
    'innerHTML',
    'outerHTML',
    'insertAdjacentHTML',
    'setHTMLUnsafe',
    'dangerouslySetInnerHTML',
    'srcdoc',
    'srcDoc',
  ].map((member) => ({ member, within: 'src-renderer/**', only: [], why: 'remote text is never HTML' })),
];

/** Where networks may be named. Their ids are the string literals of `networkIds` in the registry. */
export const networkNames = {
  registry: 'src-shared/networks/registry.ts',
  /** A network's own places; `<own>` is its id. */
  own: [
    'src-main/connectors/<own>/**',
    'src-simulator/<own>/**',
    'src-renderer/previews/<own>/**',
    'src-renderer/previews/<own>.*',
    'src-renderer/previews/<own>-*.*',
  ],
  /** Places that may name all of them. */
  any: [
    'src-shared/networks/registry.ts',
    // Written from the registry (scripts/register-networks.mjs).
    'src-main/connectors/registered.ts',
    'src-simulator/registered.ts',
    'src-renderer/previews/registered.ts',
    'src-renderer/text/**',
    // Samples for looking at the kit; no part of the app.
    'src-renderer/ui/gallery/**',
  ],
};

/**
 * Folders between which no cycle of run-time imports may exist: a file belongs to the first that it fits, with every
 * `*` filled in; a file that fits none stands for itself.
 */
export const folders = [
  'src-main/connectors/*/**',
  'src-renderer/features/*/**',
  'src-shared/*/**',
  'src-main/*/**',
  'src-renderer/*/**',
  'src-simulator/*/**',
  'src-preload/**',
];

/** Files of a folder that stand for themselves in the search for cycles: contracts and indexes between folders. */
export const alone = ['src-main/connectors/*.ts'];
