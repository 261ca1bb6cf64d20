import * as v from 'valibot';
import { defaultSettings, settingsSchema, type Settings } from '../../src-shared/bridge/app.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Journal } from '../journal/journal.ts';

/** Preferences of this machine, in the journal. */
export interface SettingsStore {
  read(): Settings;
  change(change: Partial<Settings>): Promise<Result<Settings, Failure>>;
  /** Called after each change that was written. */
  onChange(listener: (settings: Settings) => void): void;
}

const key = 'settings/app';

export async function createSettingsStore(journal: Journal): Promise<SettingsStore> {
  // Field by field: one that an older or newer version wrote otherwise must not cost the others.
  const stored = v.safeParse(v.record(v.string(), v.unknown()), await journal.get(key));
  const listeners: ((settings: Settings) => void)[] = [];
  let current = defaultSettings;
  for (const [name, value] of Object.entries(stored.success ? stored.output : {})) {
    const tried = v.safeParse(settingsSchema, { ...current, [name]: value });
    if (tried.success) current = tried.output;
  }
  return {
    read: () => current,
    change: async (change) => {
      const next = { ...current, ...change };
      const written = await journal.write([{ tag: 'put', key, value: next }]);
      if (written.tag === 'err') return written;
      current = next;
      for (const listener of listeners) listener(next);
      return ok(next);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}
