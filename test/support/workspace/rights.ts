import { ContainerClient } from '@azure/storage-blob';
import { accountName } from '../azurite.js';
import { containerSas } from '../container-sas.js';
import { generateKeyPair } from '../../../src/trust/signature.js';
import type { Cloud } from './cloud.js';

/** The set-up of Azure and of a repository's CI: containers, keys, and which job gets which. */
export interface Rights {
  /** `azure` of nx.json, without `trust` */
  readonly azure: Readonly<Record<string, string>>;
  /** `azure.trust` of nx.json; undefined where all runs share one scope */
  readonly trust: object | undefined;
  /** The containers for requests by hand, with the token of a pull request: main's, and the one where it stores. */
  readonly trusted: ContainerClient;
  readonly untrusted: ContainerClient;
  /** main's, the first of `keyIds` */
  readonly signingKey: string;
  /** the values that no log may contain */
  readonly secrets: readonly string[];
  /** Variables of a job of main, and of one of a pull request. */
  readonly main: Variables;
  readonly pullRequest: Variables;
  /** Where an attacker makes things up, with nothing of main in the way. */
  readonly workshop: Workshop;
}

/** Storage of an attacker's choice. */
export interface Workshop {
  /** Variables by which a pull request stores there, below the prefix `poison`. */
  readonly env: Variables;
  readonly container: ContainerClient;
}

type Variables = Readonly<Record<string, string>>;

const protections = {
  /** One scope and one container for all, as without `trust`. */
  none: { scopes: false, keys: false, apart: false },
  /** Scopes. Every run chooses its own scope, so each writer can write to every scope. */
  scopes: { scopes: true, keys: false, apart: false },
  /** Pull requests can only read main's container. */
  credentials: { scopes: true, keys: false, apart: true },
  /** Pull requests may do anything in the one container, but can sign nothing. */
  signatures: { scopes: true, keys: true, apart: false },
  both: { scopes: true, keys: true, apart: true },
};

/** The protection of main's artifacts from a pull request. */
export type Protection = keyof typeof protections;

/** The ids of the two keys that nx.json lists. */
export const keyIds = ['main-2025', 'main-2024'] as const;

/** The prefix of invented names. */
export const poison = 'poison';

/** Rights by SAS tokens. */
export async function grantBySas(cloud: Cloud, protection: Protection): Promise<Rights> {
  const { scopes, keys, apart } = protections[protection];
  const container = await cloud.createContainer();
  const untrustedContainer = apart ? await cloud.createContainer() : container;
  const [current, former] = [generateKeyPair(keyIds[0]), generateKeyPair(keyIds[1])];
  const mainSas = containerSas(container, 'rcw');
  const pullRequestSas = containerSas(container, apart ? 'r' : 'rcwd');
  const untrustedSas = containerSas(untrustedContainer, 'rcw');
  const open = (name: string, sas: string) => new ContainerClient(`${cloud.azurite.url}/${name}?${sas}`);
  const untrusted = open(untrustedContainer, untrustedSas);
  const trust = {
    branches: ['main'],
    ...(apart && { untrustedContainer }),
    ...(keys && { publicKeys: [current.publicKey, former.publicKey] }),
  };
  return {
    azure: { accountName, container, endpoint: cloud.proxy.url },
    trust: scopes ? trust : undefined,
    trusted: open(container, pullRequestSas),
    untrusted,
    signingKey: current.signingKey,
    secrets: [mainSas, pullRequestSas, untrustedSas, current.signingKey],
    main: {
      AZURE_STORAGE_SAS_TOKEN: mainSas,
      ...(keys && { NX_AZURE_CACHE_SIGNING_KEY: current.signingKey }),
    },
    pullRequest: {
      AZURE_STORAGE_SAS_TOKEN: pullRequestSas,
      ...(apart && { NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: untrustedSas }),
    },
    workshop: { env: { NX_AZURE_CACHE_PREFIX: poison }, container: untrusted },
  };
}

/** An account of the attacker's own, for where the rights on main's leave no room. */
export function workshopElsewhere({ azurite }: Cloud, container: string): Workshop {
  return {
    env: { NX_AZURE_CACHE_PREFIX: poison, AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString },
    container: new ContainerClient(azurite.connectionString, container),
  };
}
