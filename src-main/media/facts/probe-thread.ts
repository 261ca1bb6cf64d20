import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { probe } from './probe.ts';

/** The thread in which files are looked into: a program of its own beside main, one file at a time. */
const { wasm } = v.parse(v.object({ wasm: v.string() }), workerData);
const askSchema = v.object({ id: v.number(), place: v.string() });

let last = Promise.resolve();
parentPort?.on('message', (message: unknown) => {
  const { id, place } = v.parse(askSchema, message);
  last = last.then(async () => {
    const probed = await probe(place, wasm).catch(() => null);
    parentPort?.postMessage({ id, probed });
  });
});
