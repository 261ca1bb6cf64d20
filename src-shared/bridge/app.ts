import * as v from 'valibot';
import { defaultToleranceMs } from '../domain/workspace.ts';
import { accountIdSchema } from '../ids.ts';
import { call } from './types.ts';

/** Preferences of this machine. Kept by main, which needs some of them before the interface exists. */
export const settingsSchema = v.object({
  locale: v.picklist(['system', 'fr', 'en']),
  theme: v.picklist(['system', 'light', 'dark']),
  contrast: v.picklist(['system', 'normal', 'more']),
  onClose: v.picklist(['ask', 'tray', 'minimise', 'quit']),
  startAtLogin: v.boolean(),
  notifications: v.boolean(),
  /** Seconds during which "publish now" can be undone. */
  undoSeconds: v.pipe(v.number(), v.minValue(0), v.maxValue(60)),
  /** IANA zone that a new client starts with; null: this machine's. */
  clientZone: v.nullable(v.string()),
  /** ms that a new client's scheduled posts may be late and still leave. */
  clientToleranceMs: v.pipe(v.number(), v.minValue(0)),
  /** By client: least pause (ms) between posts of one account that are due together; absent: the outbox's own. */
  postSpacing: v.record(v.string(), v.pipe(v.number(), v.minValue(0))),
  /** By account: what its calls may cost in a month, in its network's currency; absent: no budget was set. */
  spendingBudgets: v.record(v.string(), v.pipe(v.number(), v.minValue(0))),
  /** Accounts whose app was granted what their network's longer reply window asks for: the person says so. */
  longerWindows: v.pipe(v.array(accountIdSchema), v.readonly()),
});
export type Settings = Readonly<v.InferOutput<typeof settingsSchema>>;
export const defaultSettings: Settings = {
  locale: 'system',
  theme: 'system',
  contrast: 'system',
  onClose: 'ask',
  startAtLogin: false,
  notifications: true,
  undoSeconds: 10,
  clientZone: null,
  clientToleranceMs: defaultToleranceMs,
  postSpacing: {},
  spendingBudgets: {},
  longerWindows: [],
};

export const leavingSchema = v.object({
  /** `close`: the window's cross; `quit`: the program ends. */
  reason: v.picklist(['close', 'quit']),
  /** True where a tray answers, so that "keep running in the tray" can be offered. */
  tray: v.boolean(),
  /** Posts that leave only if this machine stays awake with Vigie running. */
  needsMachine: v.array(v.object({ deliveryId: v.string(), dueAt: v.number(), excerpt: v.string() })),
});

export const app = {
  calls: {
    info: call(
      v.null(),
      v.object({
        version: v.string(),
        electron: v.string(),
        platform: v.string(),
        /** The system's language, reduced to ours. */
        locale: v.picklist(['fr', 'en']),
        /** IANA zone of this machine. */
        zone: v.string(),
        /** Where tokens are kept: the keychain, or this session's memory when none answers. */
        vault: v.picklist(['keychain', 'session']),
        /** The journal or the store was written by a newer Vigie: nothing may be changed, export only. */
        readOnly: v.boolean(),
        /** The journal was damaged and set aside at this start. */
        journal: v.picklist(['ok', 'rebuilt', 'read-only']),
        settings: settingsSchema,
      }),
    ),
    saveSettings: call(v.partial(settingsSchema), settingsSchema),
    /** Opens an https or mailto link in the system's browser. */
    openLink: call(v.object({ url: v.pipe(v.string(), v.maxLength(4_000)) }), v.null()),
    copyText: call(v.object({ text: v.pipe(v.string(), v.maxLength(1_000_000)) }), v.null()),
    /** Saves a text that the person exports, through the system's save dialog; false when cancelled. */
    saveFile: call(v.object({ name: v.string(), text: v.string() }), v.object({ saved: v.boolean() })),
    /** The answer to `leaving`. */
    leave: call(
      v.object({ choice: v.picklist(['tray', 'minimise', 'quit', 'stay']), remember: v.boolean() }),
      v.null(),
    ),
    /**
     * The page's database cannot be opened: main sets its files aside, and answers whether an empty one may be opened
     * by loading the page again. The second copy fills it.
     */
    renewStore: call(v.null(), v.object({ renewed: v.boolean() })),
    /** The interface has painted its first rows. */
    painted: call(v.null(), v.null()),
    /** Shown on the dock or the task bar. */
    setBadge: call(v.object({ unread: v.number() }), v.null()),
  },
  events: {
    settings: settingsSchema,
    leaving: leavingSchema,
    /** Asked from the tray, the menu or a notification. */
    show: v.object({
      place: v.picklist(['deck', 'calendar', 'composer', 'outbox', 'settings', 'brakes']),
      id: v.nullable(v.string()),
    }),
  },
} as const;
