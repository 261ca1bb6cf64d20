import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

/**
 * Where a request may go. The one place that decides it, for HTTP and WebSocket alike.
 *
 * `named`: the user typed this server, it may live on their own network. `public`: somebody else named it (a
 * redirect, an identity document, an avatar): only addresses of the public internet. `loopback`: plain `http:`,
 * which is for servers on this very machine and only when named.
 */
export type Reach = 'named' | 'public' | 'loopback';

/** What is thrown inside a name look-up whose addresses are all refused; `code` travels like a system error's. */
export const privateAddressCode = 'EPRIVATE';

/**
 * Whether a URL may be asked at all, and how far it may reach. Null: never. URL parsing has already turned odd
 * notations (`0x7f.1`, `2130706433`) into plain ones; names are judged when they are resolved, by `guardedLookup`.
 */
export function reachOf(url: URL, isNamed: (host: string) => boolean): Reach | null {
  if (url.username !== '' || url.password !== '') return null;
  const named = isNamed(url.host);
  const host = bareHost(url.hostname);
  if (url.protocol === 'http:' || url.protocol === 'ws:')
    return named && isLoopbackHost(host) ? 'loopback' : null;
  if (url.protocol !== 'https:' && url.protocol !== 'wss:') return null;
  if (named) return 'named';
  return isIP(host) !== 0 && !isPublicAddress(host) ? null : 'public';
}

/**
 * A name look-up that hands only admissible addresses to the socket. The socket connects to exactly what it is
 * handed, so that a second answer of a hostile name server is never asked for.
 */
export function guardedLookup(reach: Reach, lookup: typeof systemLookup = systemLookup): LookupFunction {
  const admits = {
    named: () => true,
    public: isPublicAddress,
    loopback: isLoopbackAddress,
  } satisfies Record<Reach, (address: string) => boolean>;
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const admitted = addresses.filter(({ address }) => admits[reach](address));
      const first = admitted[0];
      if (!first) {
        const refusal: NodeJS.ErrnoException = new Error(`${hostname} has no admissible address`);
        refusal.code = privateAddressCode;
        return callback(refusal, '', 0);
      }
      if (options.all === true) return callback(null, admitted);
      return callback(null, first.address, first.family);
    });
  };
}

/** `localhost`, `*.localhost`, 127.0.0.0/8 and ::1. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(bareHost(host));

const isLoopbackAddress = (address: string): boolean =>
  isIPv4(address) ? address.startsWith('127.') : address === '::1';

/** Whether an address belongs to the public internet. An IPv6 address that carries an IPv4 one is judged by it. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !reservedV4.check(address, 'ipv4');
  if (isIP(address) !== 6) return false;
  const groups = groupsOf(address);
  if (mappedV4.check(address, 'ipv6') || nat64.check(address, 'ipv6'))
    return isPublicAddress(v4Of(groups[6] ?? 0, groups[7] ?? 0));
  return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6');
}

const bareHost = (hostname: string): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.toLowerCase();

/** The eight 16-bit groups of an IPv6 address, in the canonical spelling that URL parsing gives. */
function groupsOf(address: string): readonly number[] {
  const plain = address.split('%')[0] ?? '';
  if (!URL.canParse(`http://[${plain}]`)) return [];
  const [left = '', right] = bareHost(new URL(`http://[${plain}]`).hostname).split('::');
  const parse = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
  const head = parse(left);
  if (right === undefined) return head;
  const tail = parse(right);
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

const v4Of = (high: number, low: number): string =>
  [high >> 8, high & 255, low >> 8, low & 255].map(String).join('.');

function blocks(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', prefix = ''] = range.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}

/** IANA's special-purpose registry for IPv4, multicast and the future-use block. */
const reservedV4 = blocks('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** Only 2000::/3 is routed on the internet … */
const globalV6 = blocks('ipv6', ['2000::/3']);
/** … minus Teredo, ORCHID, documentation and 6to4, which hide another address or none. */
const reservedV6 = blocks('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const mappedV4 = blocks('ipv6', ['::ffff:0:0/96']);
const nat64 = blocks('ipv6', ['64:ff9b::/96']);
