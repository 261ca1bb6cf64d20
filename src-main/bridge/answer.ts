import * as v from 'valibot';
import { contract, type Contract } from '../../src-shared/bridge/index.ts';
import type { Call, Handlers, Namespace } from '../../src-shared/bridge/types.ts';
import { failure, failureSchema, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Log } from '../diagnostics/log.ts';

export type AllHandlers = { readonly [N in keyof Contract]: Handlers<Contract[N]> };

type Handler = (args: unknown) => Promise<Result<unknown, Failure>>;
type Entry = { readonly call: Call; readonly handler: Handler };

/**
 * Answers a call by its name: the arguments are parsed, the handler run, and its reply or failure parsed again so
 * that nothing that the contract does not name can leave. Expected failures are values; a thrown error is a bug,
 * logged by name and answered as `internal`. Throws at once when a call has no handler.
 */
export function createAnswer(deps: {
  readonly handlers: AllHandlers;
  readonly log: Log;
}): (name: unknown, args: unknown) => Promise<Result<unknown, Failure>> {
  const { log } = deps;
  const table = tableOf(deps.handlers);
  return async (name, args) => {
    const entry = typeof name === 'string' ? table.get(name) : undefined;
    if (!entry) return err(failure('unknown-call'));
    const parsed = v.safeParse(entry.call.args, args);
    if (!parsed.success) {
      log.warn('bridge.bad-arguments', { call: String(name), at: path(parsed.issues) });
      return err(failure('bad-arguments', { at: path(parsed.issues) }));
    }
    try {
      const result = await entry.handler(parsed.output);
      const isOk = result.tag === 'ok';
      const told = isOk
        ? v.safeParse(entry.call.reply, result.value)
        : v.safeParse(failureSchema, result.error);
      if (!told.success) {
        log.error('bridge.bad-reply', { call: String(name), at: path(told.issues) });
        return err(failure('internal'));
      }
      if (isOk) return ok(told.output);
      // Only what a failure has: words and numbers, as was just seen.
      const { code, detail } = result.error;
      return err({ code, detail });
    } catch (error) {
      log.error('bridge.threw', { call: String(name), error: errorName(error) });
      return err(failure('internal'));
    }
  };
}

function tableOf(all: AllHandlers): ReadonlyMap<string, Entry> {
  const table = new Map<string, Entry>();
  const namespaces: Readonly<Record<string, Namespace>> = contract;
  const handlers = all as unknown as Readonly<Record<string, Readonly<Record<string, Handler>>>>;
  for (const [name, namespace] of Object.entries(namespaces)) {
    for (const [key, call] of Object.entries(namespace.calls)) {
      const handler = handlers[name]?.[key];
      if (!handler) throw new Error(`No handler for ${name}.${key}`);
      table.set(`${name}.${key}`, { call, handler });
    }
  }
  return table;
}

const path = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues
    .slice(0, 3)
    .map((issue) => v.getDotPath(issue) ?? '.')
    .join(' ');

export const errorName = (error: unknown): string =>
  error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : typeof error;
