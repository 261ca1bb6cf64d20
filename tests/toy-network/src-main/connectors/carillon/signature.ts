import { createHash, createPrivateKey, sign } from 'node:crypto';

/** Before the 32 bytes of an Ed25519 key (RFC 8410). */
const head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Signs with a bell's key: there is no token, each request says by itself who sends it.
 *
 * @param key 64 hexadecimal figures
 */
export function signed(key: string, words: string): string {
  const secret = createPrivateKey({
    key: Buffer.concat([head, Buffer.from(key, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });
  return sign(null, Buffer.from(words), secret).toString('base64url');
}

/** What a request signs: all of it that matters, and when. */
export const wordsOf = (method: string, path: string, at: number, body: string): string =>
  [method, path, String(at), createHash('sha256').update(body).digest('hex')].join('\n');
