import fs from 'node:fs';
import type { Keytar } from '../../../src-main/vault/keyring-vault.ts';

/** A keychain in a file, for secrets that must outlive a killed process. Each change is whole or not there. */
export function createFileKeychain(file: string): Keytar {
  const read = (): Record<string, string> =>
    fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const write = (entries: Readonly<Record<string, string>>): void => {
    const next = `${file}.${String(process.pid)}`;
    fs.writeFileSync(next, JSON.stringify(entries));
    fs.renameSync(next, file);
  };
  const key = (service: string, account: string): string => `${service} ${account}`;
  return {
    getPassword: (service, account) => Promise.resolve(read()[key(service, account)] ?? null),
    setPassword: (service, account, password) => {
      write({ ...read(), [key(service, account)]: password });
      return Promise.resolve();
    },
    deletePassword: (service, account) => {
      const { [key(service, account)]: found, ...rest } = read();
      if (found !== undefined) write(rest);
      return Promise.resolve(found !== undefined);
    },
  };
}
