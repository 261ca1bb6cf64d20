import { describe, expect, it } from 'vitest';
import {
  guardedLookup,
  isPublicAddress,
  privateAddressCode,
  reachOf,
} from '../../../src-main/engine/address-guard.ts';

const anyone = () => false;
const named = (host: string) => (asked: string) => asked === host;

describe('an address', () => {
  it.each(
    (
      '0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 ' +
      '192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 ' +
      '255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ' +
      '::ffff:a9fe:a9fe 64:ff9b::7f00:1 64:ff9b::a00:1 2001:db8::1 2002:7f00:1:: 2001::1 3fff::1 100::1 ::7f00:1'
    ).split(' '),
  )('%s is no public one', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(
    '1.1.1.1 9.9.9.9 172.32.0.1 192.167.1.1 2606:4700::1111 2a01:e0a::1 ::ffff:1.1.1.1 64:ff9b::101:101'.split(
      ' ',
    ),
  )('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(['', 'example.org', '1.2.3', '1.2.3.4.5', '0x7f.1', '::g', 'localhost'])('“%s” is none', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});

describe('a URL that nobody named', () => {
  it.each([
    'http://example.org/',
    'ws://example.org/',
    'https://user:pass@example.org/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://192.168.1.1/',
    'file:///etc/passwd',
    'ftp://example.org/',
    'data:text/plain,x',
    'http://127.0.0.1/',
    'http://localhost:8080/',
  ])('like %s is never asked', (url) => {
    expect(reachOf(new URL(url), anyone)).toBeNull();
  });

  it('over https, by a name, is judged when the name is resolved', () => {
    expect(reachOf(new URL('https://example.org/'), anyone)).toBe('public');
    expect(reachOf(new URL('https://localhost/'), anyone)).toBe('public');
    expect(reachOf(new URL('https://1.1.1.1/'), anyone)).toBe('public');
  });
});

describe('a server that the person named', () => {
  it('may be private over https, and plain on this machine only', () => {
    expect(reachOf(new URL('https://192.168.1.5/'), named('192.168.1.5'))).toBe('named');
    expect(reachOf(new URL('http://192.168.1.5/'), named('192.168.1.5'))).toBeNull();
    expect(reachOf(new URL('http://127.0.0.1:4000/'), named('127.0.0.1:4000'))).toBe('loopback');
    // Another port of the same machine was not named.
    expect(reachOf(new URL('http://127.0.0.1:4001/'), named('127.0.0.1:4000'))).toBeNull();
  });
});

describe('a name that resolves', () => {
  type Lookup = NonNullable<Parameters<typeof guardedLookup>[1]>;
  const resolver = (...addresses: string[]): Lookup =>
    ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as Lookup;
  const look = (reach: 'public' | 'loopback' | 'named', ...addresses: string[]) =>
    new Promise<string>((resolve) => {
      guardedLookup(reach, resolver(...addresses))('host.example', { all: true }, (error, found) =>
        resolve(
          error ? String(error.code) : (found as { address: string }[]).map(({ address }) => address).join(),
        ),
      );
    });

  it('hands over admissible addresses only, and none when there is none', async () => {
    expect(await look('public', '10.0.0.1', '1.1.1.1', '::1')).toBe('1.1.1.1');
    expect(await look('public', '10.0.0.1', '169.254.169.254')).toBe(privateAddressCode);
    expect(await look('loopback', '1.1.1.1')).toBe(privateAddressCode);
    expect(await look('loopback', '127.0.0.1', '1.1.1.1')).toBe('127.0.0.1');
    expect(await look('named', '10.0.0.1')).toBe('10.0.0.1');
  });
});
