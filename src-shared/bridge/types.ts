import type * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import type { Failure } from '../errors.ts';
import type { Result } from '../result.ts';

type Schema = v.GenericSchema<unknown, unknown>;

/** One question that the interface asks main: both ends of it are parsed. */
export interface Call<A extends Schema = Schema, R extends Schema = Schema> {
  readonly args: A;
  readonly reply: R;
}
export const call = <A extends Schema, R extends Schema>(args: A, reply: R): Call<A, R> => ({ args, reply });

/** A namespace: the calls that the interface may make, and the events that main may send. */
export interface Namespace {
  readonly calls: Readonly<Record<string, Call>>;
  readonly events: Readonly<Record<string, Schema>>;
}

export type Args<C extends Call> = Frozen<v.InferInput<C['args']>>;
export type Reply<C extends Call> = Frozen<v.InferOutput<C['reply']>>;
export type Payload<E extends Schema> = Frozen<v.InferOutput<E>>;

/** What a handler file of main implements. */
export type Handlers<N extends Namespace> = {
  readonly [K in keyof N['calls']]: (
    args: Frozen<v.InferOutput<N['calls'][K]['args']>>,
  ) => Promise<Result<Frozen<v.InferInput<N['calls'][K]['reply']>>, Failure>>;
};

/** What the interface holds: one async function a call, one subscription an event. */
export type Client<T extends Readonly<Record<string, Namespace>>> = {
  readonly [N in keyof T]: {
    readonly [K in keyof T[N]['calls']]: (
      args: Args<T[N]['calls'][K]>,
    ) => Promise<Result<Reply<T[N]['calls'][K]>, Failure>>;
  } & {
    readonly on: <E extends keyof T[N]['events'] & string>(
      event: E,
      listener: (payload: Payload<T[N]['events'][E]>) => void,
    ) => () => void;
  };
};

/** The two Electron channels. There are no others. */
export const callChannel = 'vigie:call';
export const eventChannel = 'vigie:event';

/** What the preload script exposes as `window.vigie`. */
export interface Port {
  readonly call: (name: string, args: unknown) => Promise<unknown>;
  readonly onEvent: (listener: (name: string, payload: unknown) => void) => () => void;
}
