import path from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import * as v from 'valibot';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { networkIds } from '../../src-shared/networks/registry.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Simulators, StartSimulators } from '../training/training.ts';

const messageSchema = v.variant('tag', [
  v.object({
    tag: v.literal('ready'),
    control: v.object({ url: v.string(), token: v.string() }),
    servers: v.array(
      v.object({
        network: v.picklist(networkIds),
        baseUrl: v.string(),
        accounts: v.array(
          v.object({
            handle: v.string(),
            displayName: v.string(),
            login: v.string(),
            password: v.string(),
            form: v.optional(v.record(v.string(), v.string())),
          }),
        ),
      }),
    ),
  }),
  v.object({ tag: v.literal('failed'), message: v.string() }),
]);

/** A machine may be busy with other things: only a start that never comes is given up. */
const patienceMs = 60_000;
/** How long it may take to write down what was said before it is killed. */
const stopPatienceMs = 3_000;

/** The simulated networks in a utility process of their own: separate, killable, and gone with the app. */
export const startSimulatorProcess: StartSimulators = (settings) =>
  new Promise<Result<Simulators, Failure>>((resolve) => {
    const child: UtilityProcess = utilityProcess.fork(
      path.join(__dirname, 'simulator.cjs'),
      [JSON.stringify(settings)],
      { serviceName: 'Vigie training networks', stdio: 'ignore' },
    );
    const timer = setTimeout(() => finish(err(failure('internal', { stage: 'training' }))), patienceMs);
    const finish = (result: Result<Simulators, Failure>): void => {
      clearTimeout(timer);
      if (result.tag === 'err') child.kill();
      resolve(result);
    };
    child.on('message', (message: unknown) => {
      const parsed = v.safeParse(messageSchema, message);
      if (!parsed.success) return finish(err(failure('protocol')));
      if (parsed.output.tag === 'failed') return finish(err(failure('internal', { stage: 'training' })));
      const { control, servers } = parsed.output;
      finish(
        ok({
          control,
          servers,
          stop: () =>
            new Promise<void>((gone) => {
              if (child.pid === undefined) return gone();
              const late = setTimeout(() => child.kill(), stopPatienceMs);
              child.once('exit', () => {
                clearTimeout(late);
                gone();
              });
              child.postMessage({ tag: 'stop' });
            }),
        }),
      );
    });
    child.once('exit', () => finish(err(failure('internal', { stage: 'training' }))));
  });
