import { boolean, shape, text } from '../records/check.ts';
import { didDocument, type Account, type AppPassword } from '../pds/accounts.ts';
import { SERVICE_DID, type Tokens } from '../pds/sessions.ts';
import { textOf, type JsonObject } from '../protocol/json.ts';
import { authRequired, failure, invalidRequest } from '../xrpc/failure.ts';
import { answer, done, refuse, type Call, type Method, type Outcome } from '../xrpc/method.ts';
import { HANDLE_DOMAIN } from '../training/crowd.ts';
import { UPLOAD_LIMIT } from './repo-blobs.ts';

const standing = (account: Account): JsonObject => ({
  active: account.status === 'active',
  status: account.status === 'active' ? undefined : account.status,
});

const described = (account: Account, origin: string): JsonObject => ({
  handle: account.handle,
  did: account.id,
  didDoc: didDocument(account, origin),
  email: account.email,
  emailConfirmed: true,
  emailAuthFactor: account.secondFactor !== null,
  ...standing(account),
});

const session = (account: Account, tokens: Tokens, origin: string): Outcome =>
  answer({ ...tokens, ...described(account, origin) });

const wrong = (): Outcome => refuse(authRequired('Invalid identifier or password'));

/** The app password used, `null` for the account's own, `undefined` for a wrong one. */
function passwordUsed(account: Account, password: string): AppPassword | null | undefined {
  if (password === account.password) return null;
  // sheet: 1 A (AccountTakedown): such accounts cannot use app passwords
  if (account.status === 'takendown') return undefined;
  return account.appPasswords.find((app) => app.password === password);
}

/** sheet: 1 A, Login */
function createSession({ world, input, request }: Call): Outcome {
  const account = world.accounts.find(textOf(input, 'identifier') ?? '');
  const password = textOf(input, 'password') ?? '';
  if (!account || password === '') return wrong();
  const used = passwordUsed(account, password);
  if (used === undefined) return wrong();
  if (used === null && account.secondFactor !== null) {
    const code = textOf(input, 'authFactorToken');
    if (code === undefined)
      return refuse(
        authRequired('A sign in code has been sent to your email address', 'AuthFactorTokenRequired'),
      );
    if (code.toUpperCase() !== account.secondFactor)
      return refuse(invalidRequest('Token is invalid', 'InvalidToken'));
  }
  if (account.status === 'takendown' && input['allowTakendown'] !== true)
    return refuse(authRequired('Account has been taken down', 'AccountTakedown'));
  return session(account, world.sessions.open(account.id, used), request.origin);
}

/** sheet: 1 A, Refresh */
function refreshSession({ world, request, refreshId }: Call): Outcome {
  const token = world.sessions.refreshId(request.headers.authorization, false);
  const account = token.tag === 'ok' ? world.accounts.byDid(token.value.did) : undefined;
  if (!account) return refuse(invalidRequest('Could not find user info for account'));
  if (account.status === 'takendown')
    return refuse(authRequired('Account has been taken down', 'AccountTakedown'));
  const tokens = world.sessions.rotate(refreshId);
  if (tokens === null) return refuse(invalidRequest('Token has been revoked', 'ExpiredToken'));
  return session(account, tokens, request.origin);
}

export const serverMethods: readonly Method[] = [
  {
    nsid: 'com.atproto.server.createSession',
    kind: 'procedure',
    auth: 'none',
    input: shape(
      { identifier: text(), password: text() },
      { authFactorToken: text(), allowTakendown: boolean },
    ),
    points: ({ world, input }) => {
      const key = textOf(input, 'identifier') ?? '';
      const { sessionShort, sessionDay } = world.settings.limits;
      return [
        [sessionShort, key, 1],
        [sessionDay, key, 1],
      ];
    },
    run: createSession,
  },
  { nsid: 'com.atproto.server.refreshSession', kind: 'procedure', auth: 'refresh', run: refreshSession },
  {
    nsid: 'com.atproto.server.deleteSession',
    kind: 'procedure',
    auth: 'refresh-any-age',
    run({ world, refreshId }) {
      world.sessions.revoke(refreshId);
      return done();
    },
  },
  {
    nsid: 'com.atproto.server.getSession',
    kind: 'query',
    auth: 'access',
    run({ world, did, request }) {
      const account = world.accounts.byDid(did);
      return account
        ? answer(described(account, request.origin))
        : refuse(failure(403, 'AccountNotFound', 'Account not found'));
    },
  },
  {
    nsid: 'com.atproto.server.describeServer',
    kind: 'query',
    auth: 'none',
    run: () =>
      answer({
        did: SERVICE_DID,
        availableUserDomains: [`.${HANDLE_DOMAIN}`],
        inviteCodeRequired: true,
        blobUploadLimit: UPLOAD_LIMIT,
        links: {
          privacyPolicy: 'https://pds.sim.test/privacy',
          termsOfService: 'https://pds.sim.test/terms',
        },
        contact: { email: 'admin@pds.sim.test' },
      }),
  },
  {
    nsid: 'com.atproto.server.checkAccountStatus',
    kind: 'query',
    auth: 'access',
    run({ world, did }) {
      const head = world.repositories.head(did);
      const collections = world.repositories.collections(did);
      const records = collections.reduce((sum, name) => sum + world.repositories.list(did, name).length, 0);
      const blobs = world.blobs.count(did);
      return answer({
        activated: true,
        validDid: true,
        repoCommit: head.cid,
        repoRev: head.rev,
        repoBlocks: records + 1,
        indexedRecords: records,
        privateStateValues: world.privates.preferences(did).length,
        expectedBlobs: blobs,
        importedBlobs: blobs,
      });
    },
  },
];
