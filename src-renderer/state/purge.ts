import { canonicalJson } from '../../src-shared/canonical-json.ts';
import type { Author } from '../../src-shared/domain/person.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { PurgeCertificate, PurgeTarget } from '../../src-shared/safety/purge.ts';
import { compactFiles } from '../store/compact-files.ts';
import { purgeStore } from '../store/purge.ts';
import { findPerson, type KnownPerson } from '../store/queries/person-texts.ts';
import type { Realm } from './realm.ts';

type Needs = Pick<Realm, 'bridge' | 'databases' | 'history' | 'info' | 'now' | 'copied' | 'caughtUp'>;

/**
 * Deletes somebody from everything: the store, whose files are written anew, then all that main keeps. Safe to repeat.
 * What the certificate counts is what was found this time.
 */
export async function purge(
  realm: Needs,
  target: PurgeTarget,
  refuse: KnownPerson['seen'] = [],
): Promise<Result<PurgeCertificate, Failure>> {
  const fromMain = () =>
    realm.bridge.safety.purge({
      target:
        target.tag === 'person'
          ? { ...target, texts: [...target.texts] }
          : { ...target, accounts: [...target.accounts] },
      refuse: refuse.map((one) => ({ ...one })),
    });
  const stored = await purgeStore(realm.databases, realm.history, target);
  // Main writes its files anew last: what the second copy is told of each deletion is in them by then.
  await realm.copied();
  const first = await fromMain();
  if (first.tag === 'err') return first;
  // What was on its way when it began has come in behind the first sweep.
  await realm.caughtUp();
  const late = await purgeStore(realm.databases, realm.history, target);
  await realm.copied();
  const again = await fromMain();
  if (again.tag === 'err') return again;
  await compactFiles();
  return ok({
    format: 'vigie-purge-1',
    what: target.tag,
    at: new Date(realm.now()).toISOString(),
    version: realm.info.version,
    places: {
      ...Object.fromEntries(
        Object.entries(together(stored, late)).map(([name, rows]) => [`store.${name}`, rows]),
      ),
      ...together(first.value.places, again.value.places),
    },
    remains: ['file-bounds'],
    left: again.value.left,
  });
}

/** What two sweeps found, place by place. */
function together(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = { ...one };
  for (const [place, rows] of Object.entries(other)) sum[place] = (sum[place] ?? 0) + rows;
  return sum;
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
