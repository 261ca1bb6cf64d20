import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { OpenEngine } from '../engine-process.ts';

/** One engine process, from its birth to its end. */
export interface Engine {
  readonly pid: number;
  call(call: string, args?: unknown): Promise<unknown>;
  kill(): void;
  readonly dead: Promise<void>;
  isDead(): boolean;
  onEvent(listener: (event: EngineEvent) => void): void;
}

export type EngineEvent =
  | { readonly event: 'offer'; readonly number: number }
  | { readonly event: 'notice'; readonly notice: string; readonly delivery: string }
  | { readonly event: 'crash'; readonly what: string };

export class EngineDied extends Error {}

/** Engine processes; one is always warm, so that a restart does not wait for a program to be read. */
export interface EngineHost {
  /** A fresh process that has opened nothing. */
  take(): Promise<Engine>;
  close(): Promise<void>;
}

interface Born {
  readonly engine: Engine;
  readonly warm: Promise<void>;
}

function bear(program: string, onEnd: () => void): Born {
  const child: ChildProcess = fork(program, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Without source maps, which cost a seventh of a birth: our bundle can be read as it is.
    // Without the optimizing compiler, too: these lives are too short to earn back what it costs.
    execArgv: ['--max-semi-space-size=4', '--no-opt'],
  });
  let serial = 0;
  let over = false;
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  const listeners: ((event: EngineEvent) => void)[] = [];
  let tellDead = (): void => undefined;
  const dead = new Promise<void>((resolve) => (tellDead = resolve));
  let tellWarm = (): void => undefined;
  const warm = new Promise<void>((resolve) => (tellWarm = resolve));
  const end = (): void => {
    if (over) return;
    over = true;
    for (const { failed } of waiting.values()) failed(new EngineDied());
    waiting.clear();
  };
  child.on('message', (message: Record<string, unknown>) => {
    // What it said before it died is heard no more: its pipe is broken.
    if (over) return;
    if (message['event'] === 'warm') return tellWarm();
    if (typeof message['event'] === 'string') {
      for (const listener of listeners) listener(message as unknown as EngineEvent);
      return;
    }
    const id = Number(message['id']);
    const asked = waiting.get(id);
    waiting.delete(id);
    if ('threw' in message) asked?.failed(new Error(String(message['threw'])));
    else asked?.done(message['answer']);
  });
  child.once('exit', () => {
    end();
    tellDead();
    tellWarm();
    onEnd();
  });
  child.on('error', () => undefined);
  return {
    warm,
    engine: {
      pid: child.pid ?? 0,
      call: (call, args = null) =>
        new Promise((done, failed) => {
          if (over) return failed(new EngineDied());
          serial += 1;
          waiting.set(serial, { done, failed });
          child.send({ id: serial, call, args }, (error) => {
            if (error) end();
          });
        }),
      kill: () => {
        end();
        child.kill('SIGKILL');
      },
      dead,
      isDead: () => over,
      onEvent: (listener) => void listeners.push(listener),
    },
  };
}

export function createEngineHost(spare = 2): EngineHost {
  const program = path.join(path.dirname(process.argv[1] ?? ''), 'engine-process.mjs');
  const alive = new Set<Engine>();
  const pool: Born[] = [];
  let closed = false;
  const one = (): Born => {
    const born = bear(program, () => alive.delete(born.engine));
    alive.add(born.engine);
    return born;
  };
  const fill = (): void => {
    while (!closed && pool.length < spare) pool.push(one());
  };
  return {
    take: async () => {
      const { engine, warm } = pool.shift() ?? one();
      fill();
      await warm;
      return engine;
    },
    close: async () => {
      closed = true;
      const all = [...alive];
      for (const engine of all) engine.kill();
      await Promise.all(all.map(({ dead }) => dead));
    },
  };
}

export type { OpenEngine };
