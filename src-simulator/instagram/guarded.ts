import type { Answer } from '../meta/endpoint.ts';
import { Refused } from './errors.ts';

type Eventually<T> = T | Promise<T>;

/** A handler whose rules end the request by throwing a refusal. Anything else that is thrown is a bug. */
export function guarded<C>(handler: (call: C) => Eventually<Answer>): (call: C) => Promise<Answer> {
  return async (call) => {
    try {
      return await handler(call);
    } catch (error) {
      if (error instanceof Refused) return error.failure;
      throw error;
    }
  };
}
