/** The outcome of something that can fail in an expected way. Throwing is kept for bugs. */
export type Result<T, E> = Ok<T> | Err<E>;
export type Ok<T> = { readonly tag: 'ok'; readonly value: T };
export type Err<E> = { readonly tag: 'err'; readonly error: E };

export const ok = <T>(value: T): Ok<T> => ({ tag: 'ok', value });
export const err = <E>(error: E): Err<E> => ({ tag: 'err', error });
