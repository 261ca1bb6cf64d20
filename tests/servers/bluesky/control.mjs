/**
 * What a test may ask of the network besides its public API. POST with a JSON body, answered with JSON:
 * - /accounts {handle, email, password} -> {did, handle}
 * - /app-passwords {handle, password, name, privileged} -> {password: 'xxxx-xxxx-xxxx-xxxx'}
 * - /expired-access-token {did} -> {accessJwt}: one that the PDS itself signed, a minute over its time
 * - /process-all {} -> {}: answers when the AppView has indexed everything that was written so far
 * Failures: the status of the PDS, or 500, with {error, message}.
 */
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(import.meta.url);
const { createAccessToken } = require('@atproto/pds/dist/account-manager/helpers/auth.js');

class PdsRefusal extends Error {
  constructor(status, body) {
    super(`PDS answered ${status}: ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}

/**
 * @param {import('@atproto/dev-env').TestNetwork} network
 * @param {string} bypassKey makes setting up not count against the rate limits that a test looks at
 * @returns {import('node:http').Server} not listening yet
 */
export function createControlServer(network, bypassKey) {
  const { pds } = network;

  const call = async (method, body, accessJwt) => {
    const response = await fetch(`${pds.url}/xrpc/${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-ratelimit-bypass': bypassKey,
        ...(accessJwt === undefined ? {} : { authorization: `Bearer ${accessJwt}` }),
      },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new PdsRefusal(response.status, answer);
    return answer;
  };

  const actions = {
    '/accounts': async ({ handle, email, password }) => {
      const { did } = await call('com.atproto.server.createAccount', { handle, email, password });
      return { did, handle };
    },
    '/app-passwords': async ({ handle, password, name, privileged = false }) => {
      const session = await call('com.atproto.server.createSession', { identifier: handle, password });
      const created = await call(
        'com.atproto.server.createAppPassword',
        { name, privileged },
        session.accessJwt,
      );
      return { password: created.password };
    },
    '/expired-access-token': async ({ did }) => ({
      accessJwt: await createAccessToken({
        did,
        jwtKey: pds.jwtSecretKey(),
        serviceDid: pds.ctx.cfg.service.did,
        expiresIn: Math.floor(Date.now() / 1_000) - 60,
      }),
    }),
    '/process-all': async () => {
      await network.processAll(30_000);
      return {};
    },
  };

  const respond = async (request) => {
    try {
      const action = request.method === 'POST' ? actions[request.url] : undefined;
      if (action === undefined)
        return [404, { error: 'NotFound', message: `${request.method} ${request.url}` }];
      return [200, await action(await readJson(request))];
    } catch (error) {
      if (error instanceof PdsRefusal) return [error.status, error.body];
      return [500, { error: 'ControlFailed', message: String(error?.stack ?? error) }];
    }
  };

  return createServer((request, response) => {
    void respond(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
}
