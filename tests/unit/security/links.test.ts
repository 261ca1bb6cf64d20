import { describe, expect, it } from 'vitest';
import { linkToOpen } from '../../../src-main/app/link.ts';
import { isOurFrame, isOurPage } from '../../../src-main/app/origin.ts';
import { webUrl } from '../../../src-main/connectors/mastodon/web-url.ts';

const nobody = (): boolean => false;
const training = (host: string): boolean => host.startsWith('127.0.0.1:') || host.startsWith('localhost');

const schemes = (
  'javascript vbscript data file blob about view-source ftp ftps sftp smb nfs ssh telnet ldap gopher ws wss chrome ' +
  'chrome-extension devtools app media vscode ms-msdt ms-settings ms-officecmd search-ms shell steam slack zoommtg ' +
  'tel sms facetime itms-apps intent market mk res jar feed irc magnet bitcoin git svn rdp vnc x-apple.systempreferences'
).split(' ');
const bodies = [
  ':alert(1)',
  '://example.org/',
  ':///etc/passwd',
  '://127.0.0.1/x',
  ':text/html,<script>1</script>',
  ':%0aalert(1)',
  '://user:pass@example.org/',
];
const dresses = [
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => ` ${text}`,
  (text: string) => `\t${text}\n`,
  (text: string) => `${text.slice(0, 3)}\n${text.slice(3)}`,
];
const hostile = schemes.flatMap((scheme) =>
  bodies.flatMap((body) => dresses.map((dress) => dress(scheme + body))),
);

describe('a link that leaves', () => {
  it('is none of a thousand that must not', () => {
    expect(hostile.length).toBeGreaterThan(1_000);
    expect(hostile.filter((url) => linkToOpen(url, nobody) !== null)).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'example.org',
    'http://127.0.0.1:631/admin',
    'http://localhost:8080/',
    '//example.org/x',
    '/etc/passwd',
    'C:\\Windows\\System32\\calc.exe',
    '\\\\server\\share',
    'https://',
    'https:// example.org/',
    'https://user@example.org/',
    'https://user:pass@example.org/',
    'https://:pass@example.org/',
    'http://example.org/',
    'http://192.168.1.1/',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org/',
    'http://user@127.0.0.1/',
    'mailto:a@b.example?attach=/etc/passwd',
    'mailto:a@b.example?subject=x&attachment=secret.txt',
    'mailto:?Attach=~/.ssh/id_rsa',
  ])('is not “%s”', (url) => {
    expect(linkToOpen(url, nobody)).toBeNull();
  });

  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['https://exämple.org/', 'https://xn--exmple-cua.org/'],
    ['HTTPS://EXAMPLE.ORG', 'https://example.org/'],
    ['https:example.org', 'https://example.org/'],
    ['https://example.org\\@evil.example/', 'https://example.org/@evil.example/'],
    ['http://127.0.0.1:4100/@a/1', 'http://127.0.0.1:4100/@a/1'],
    ['mailto:a@b.example?subject=Bonjour', 'mailto:a@b.example?subject=Bonjour'],
  ])('may be %s, spelled as it was judged: %s', (url, spelled) => {
    expect(linkToOpen(url, training)).toBe(spelled);
  });
});

describe('a page', () => {
  it('is ours by scheme and host, and by nothing that looks like it', () => {
    expect(['app://vigie/index.html', 'app://vigie/', 'APP://vigie/x'].every(isOurPage)).toBe(true);
    const strangers = [
      ...hostile,
      'app://vigie.example/',
      'app://vigi/',
      'app://vigie:80/x',
      'app://vigie@evil.example/',
      'https://vigie/',
      'app:vigie',
      'vigie',
      'file:///app/vigie/index.html',
    ];
    expect(strangers.filter(isOurPage)).toEqual([]);
  });

  it('is the top frame of our origin', () => {
    const frame = (parent: unknown, origin: string) =>
      ({ parent, origin }) as Parameters<typeof isOurFrame>[0];
    expect(isOurFrame(frame(null, 'app://vigie'))).toBe(true);
    expect(isOurFrame(frame({}, 'app://vigie'))).toBe(false);
    expect(isOurFrame(frame(null, 'app://vigie.evil'))).toBe(false);
    expect(isOurFrame(frame(null, 'null'))).toBe(false);
    expect(isOurFrame(null)).toBe(false);
  });
});

describe('an address that a network names', () => {
  it('is http(s), or it is not kept at all', () => {
    const kept = hostile.map(webUrl).filter((url) => url !== null);
    expect(kept).toEqual([]);
    expect(webUrl('https://example.org')).toBe('https://example.org/');
  });
});
