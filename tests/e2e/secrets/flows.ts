import { connectors } from '../../../src-main/connectors/index.ts';
import { waysOf } from '../../../src-shared/networks/manifest.ts';
import type { LinkedinSim } from '../../../src-simulator/linkedin/sim.ts';
import type { World } from '../open-world.ts';
import type { Connection } from './connect.ts';

/** One way of connecting, as the search for secrets goes through it. */
export interface Flow {
  /** The network and its way, as the registry has them. */
  readonly name: string;
  readonly connection: Connection;
  /** Secrets that the network refuses, by label: typed first, in place of the right ones. */
  readonly wrong?: Readonly<Record<string, string>>;
}

/** Every way in which a network of the registry is given a secret. By hand none is. */
export const flowsOffered = (): readonly string[] =>
  Object.values(connectors)
    .flatMap(({ manifest }) => waysOf(manifest).map((way) => ({ network: manifest.network, way })))
    .filter(({ way }) => way.tag !== 'by-hand')
    .map(({ network, way }) => `${network} ${way.name}`)
    .toSorted();

/** The flows that are gone through first: what is written is written to their accounts. */
export const firstFlows = (world: World): readonly Flow[] => {
  const { bluesky, mastodon, twitter } = world;
  const [handle, person, own] = [bluesky.accounts[0]!, mastodon.accounts[0]!, twitter.accounts[0]!];
  return [
    {
      name: 'mastodon browser',
      connection: {
        network: /^Mastodon/,
        fields: {},
        server: mastodon.baseUrl,
        person,
        returns: true,
      },
    },
    {
      name: 'bluesky password',
      connection: {
        network: /^Bluesky/,
        fields: {
          Identifiant: handle.handle.replace(/^@/u, ''),
          'Mot de passe d’application': handle.password,
        },
        server: bluesky.baseUrl,
      },
    },
    {
      name: 'twitter own-app',
      connection: {
        network: /^X \(Twitter\)/,
        fields: {
          'Identifiant client': own.form?.['client'] ?? '',
          'Port de retour': own.form?.['port'] ?? '',
        },
        server: twitter.baseUrl,
        person: own,
        returns: true,
      },
    },
  ];
};

/** The others: pages and accounts of Meta's, pages and members of LinkedIn, by each of their ways. */
export const otherFlows = (world: World): readonly Flow[] => {
  const { facebook } = world;
  const instagram = world.all.find(({ network }) => network === 'instagram')!;
  const linkedin = world.linkedin as LinkedinSim;
  const app = {
    'Identifiant de l’application': facebook.app.id,
    'Clé secrète de l’application': facebook.app.secret,
  };
  const wrongApp = { 'Clé secrète de l’application': '0123456789abcdef'.repeat(2) };
  const [ownPage, otherPage] = [facebook.accounts[0]!, facebook.accounts[1]!];
  const [picture, linked] = [instagram.accounts[0]!, instagram.accounts[1]!];
  const [keeper, member] = [linkedin.accounts[0]!, linkedin.accounts[1]!];
  const host = {
    'Hébergement : adresse de dépôt': picture.form?.['hostPut'] ?? '',
    'Hébergement : clé': picture.form?.['hostKey'] ?? '',
  };
  const partner = {
    'Client ID': linkedin.apps.partner.id,
    'Primary Client Secret': linkedin.apps.partner.secret,
  };
  return [
    {
      name: 'facebook own-app',
      wrong: wrongApp,
      connection: {
        network: /^Facebook/,
        fields: app,
        server: facebook.baseUrl,
        person: ownPage,
        choice: new RegExp(`${ownPage.displayName} @`),
      },
    },
    {
      name: 'facebook token',
      wrong: { 'Jeton d’accès': 'EAAPwrong'.repeat(5) },
      connection: {
        network: /^Facebook/,
        way: /^Avec un jeton déjà créé/,
        fields: { 'Jeton d’accès': otherPage.token },
        server: facebook.baseUrl,
      },
    },
    {
      name: 'instagram token',
      wrong: { 'Jeton d’accès': 'IGAAwrong'.repeat(5) },
      connection: {
        network: /^Instagram/,
        fields: { 'Jeton d’accès': picture.token, ...host },
        server: instagram.baseUrl,
      },
    },
    {
      name: 'instagram facebook-app',
      wrong: wrongApp,
      connection: {
        network: /^Instagram/,
        way: /^Par Facebook/,
        fields: { ...app, ...host },
        server: instagram.baseUrl,
        person: linked,
      },
    },
    {
      name: 'linkedin own-app',
      wrong: { 'Primary Client Secret': 'WPL_AP1.wrongwrongwrong' },
      connection: {
        network: /^LinkedIn/,
        way: /^Votre application, pour les pages/,
        fields: partner,
        server: linkedin.baseUrl,
        person: keeper,
        choice: new RegExp(keeper.displayName),
      },
    },
    // The same permissions as before: others would end the accesses that this member gave.
    {
      name: 'linkedin native',
      connection: {
        network: /^LinkedIn/,
        way: /^Votre application, sans secret/,
        fields: { 'Client ID': linkedin.apps.partner.id },
        server: linkedin.baseUrl,
        person: keeper,
        returns: true,
        choice: / LinkedIn$/,
      },
    },
    {
      name: 'linkedin token',
      wrong: { 'Jeton d’accès': 'AQXwrong'.repeat(5) },
      connection: {
        network: /^LinkedIn/,
        way: /^Un jeton créé/,
        fields: { 'Jeton d’accès': member.token, ...partner },
        server: linkedin.baseUrl,
        choice: new RegExp(member.displayName),
      },
    },
    {
      name: 'linkedin own-app-member',
      connection: {
        network: /^LinkedIn/,
        way: /^Votre application, pour votre profil/,
        fields: partner,
        server: linkedin.baseUrl,
        person: member,
      },
    },
  ];
};
