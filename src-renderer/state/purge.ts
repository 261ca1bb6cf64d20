import { canonicalJson } from '../../src-shared/canonical-json.ts';
import type { Author } from '../../src-shared/domain/person.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { PurgeCertificate, PurgeTarget } from '../../src-shared/safety/purge.ts';
import { compactFiles } from '../store/compact-files.ts';
import { purgeStore } from '../store/purge.ts';
import { findPerson, type KnownPerson } from '../store/queries/person-texts.ts';
import type { Realm } from './realm.ts';

type Needs = Pick<Realm, 'bridge' | 'databases' | 'history' | 'info' | 'now' | 'caughtUp'>;

/**
 * Deletes somebody from everything: the store, whose files are written anew, then all that main keeps. Safe to repeat.
 * What the certificate counts is what was found this time.
 */
export async function purge(
  realm: Needs,
  target: PurgeTarget,
  refuse: KnownPerson['seen'] = [],
): Promise<Result<PurgeCertificate, Failure>> {
  const stored = await purgeStore(realm.databases, realm.history, target);
  const kept = await realm.bridge.safety.purge({
    target:
      target.tag === 'person'
        ? { ...target, texts: [...target.texts] }
        : { ...target, accounts: [...target.accounts] },
    refuse: refuse.map((one) => ({ ...one })),
  });
  if (kept.tag === 'err') return kept;
  // What was on its way when it began has come in behind the first sweep.
  await realm.caughtUp();
  const late = await purgeStore(realm.databases, realm.history, target);
  await compactFiles();
  return ok({
    format: 'vigie-purge-1',
    what: target.tag,
    at: new Date(realm.now()).toISOString(),
    version: realm.info.version,
    places: {
      ...Object.fromEntries(
        [...new Set([...Object.keys(stored), ...Object.keys(late)])].map((name) => [
          `store.${name}`,
          (stored[name] ?? 0) + (late[name] ?? 0),
        ]),
      ),
      ...kept.value.places,
    },
    remains: ['file-bounds'],
    left: kept.value.left,
  });
}

/** Forgets a person, wherever they are known. */
export async function purgePerson(
  realm: Needs,
  author: Pick<Author, 'remoteId' | 'handle'>,
  refuses: boolean,
): Promise<Result<PurgeCertificate, Failure>> {
  const { texts, seen } = await findPerson(realm.databases, author);
  return purge(realm, { tag: 'person', texts: [...texts] }, refuses ? seen : []);
}

/** The certificate as a file, with a digest over what it says; false: the person gave up. */
export async function saveCertificate(
  { bridge }: Pick<Realm, 'bridge'>,
  certificate: PurgeCertificate,
): Promise<Result<boolean, Failure>> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(certificate)));
  const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const saved = await bridge.app.saveFile({
    name: `vigie-certificat-${certificate.at.slice(0, 10)}.json`,
    text: `${JSON.stringify({ ...certificate, sha256 }, null, 2)}\n`,
  });
  return saved.tag === 'ok' ? ok(saved.value.saved) : saved;
}
