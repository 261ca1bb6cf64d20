/** The native module, in a piece of its own: where it cannot be loaded, that is an error of the vault's and not of main's. */
export { AsyncEntry } from '@napi-rs/keyring';
