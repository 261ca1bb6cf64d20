import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answered, Asked, Numbered } from './engine-words.ts';

/** An engine on a folder as a process of its own. Dead, it answers nothing any more. */
export interface Engine {
  /** Null: it died before it answered. */
  ask(asked: Asked): Promise<Answered | null>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts one; it is following its accounts when this resolves. */
export async function startEngine(folder: string): Promise<Engine> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--enable-source-maps', fileURLToPath(new URL('bluesky-process.mjs', import.meta.url)), folder],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  const waiting = new Map<number, (answer: Answered | null) => void>();
  let number = 0;
  let isDead = false;
  const up = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Numbered<Answered>) => {
      if (message.number === 0) return resolve();
      waiting.get(message.number)?.(message.said);
      waiting.delete(message.number);
    });
    child.once('exit', (code, signal) => {
      isDead = true;
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
      reject(new Error(`the engine ended (${String(code ?? signal)})\n${complaint}`));
    });
  });
  await up;
  return {
    ask: (asked) => {
      if (isDead) return Promise.resolve(null);
      number += 1;
      const mine = number;
      return new Promise((resolve) => {
        waiting.set(mine, resolve);
        child.send({ number: mine, said: asked } satisfies Numbered<Asked>, (error) => {
          if (error === null || !waiting.delete(mine)) return;
          resolve(null);
        });
      });
    },
    kill: async () => {
      if (isDead) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
