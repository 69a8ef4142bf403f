import { ContainerClient } from '@azure/storage-blob';
import { accountName } from '../../test/azurite.js';
import { containerSas } from '../../test/container-sas.js';
import { generateKeyPair } from '../../src/trust/generate-key-pair.js';
import type { NxLine } from '../install/nx-version.js';
import type { Cloud } from './cloud.js';
import { pullRequestJob, pushToMain } from './github.js';
import type { Lab } from './lab.js';
import type { Machine } from './machine.js';
import type { Files } from './projects.js';
import type { NxRun } from './run-nx.js';
import { genuineTool } from './stamped.js';

const protections = {
  /** One scope and one container for all, as without `trust`. */
  none: { scopes: false, keys: false, apart: false },
  /** Scopes, which every run chooses itself: whoever may write may write anywhere. */
  scopes: { scopes: true, keys: false, apart: false },
  /** Pull requests can only read main's container. */
  credentials: { scopes: true, keys: false, apart: true },
  /** Pull requests may do anything in the one container, but can sign nothing. */
  signatures: { scopes: true, keys: true, apart: false },
  both: { scopes: true, keys: true, apart: true },
};

/** What stands between a pull request and main's artifacts. */
export type Protection = keyof typeof protections;

/** A repository with its CI: every job has a machine of its own, and the variables and credentials it would have. */
export interface Repository {
  /** The containers for requests by hand, with the token of a pull request: main's, and the one where it stores. */
  readonly trusted: ContainerClient;
  readonly untrusted: ContainerClient;
  /** main's, the first of `keyIds` */
  readonly signingKey: string;
  /** what no log may ever have */
  readonly secrets: readonly string[];
  /** The name of the blob where a run looks for a hash; by default one of main. */
  readonly slotOf: (hash: string, scope?: string) => string;
  /** A job of main. */
  main(job?: Job): Promise<Machine>;
  /** A job of a pull request with that number. */
  pullRequest(number: number, job?: Job): Promise<Machine>;
}

/** In what a job differs from others of its kind. */
export interface Job {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
  /** `azure.trust` of its own nx.json */
  readonly trust?: object;
}

/** The ids of the two keys that nx.json lists. */
export const keyIds = ['main-2025', 'main-2024'] as const;

export async function createRepository(
  lab: Lab,
  protection: Protection,
  { nx = '24', files }: { readonly nx?: NxLine; readonly files: Files },
): Promise<Repository> {
  const { scopes } = protections[protection];
  const rights = await grantRights(lab.cloud, protection);
  const { trusted, untrusted, signingKey } = rights;
  const azure = { accountName, container: trusted.containerName, endpoint: lab.cloud.proxy.url };

  function machine(env: Job['env'], job: Job = {}): Promise<Machine> {
    const trust = scopes ? { trust: job.trust ?? rights.trust } : {};
    const share = { azure: { ...azure, ...trust }, env: { ...env, ...job.env } };
    return lab.machine(share, { ...genuineTool, ...files, ...job.files }, { nx });
  }

  return {
    ...{ trusted, untrusted, signingKey },
    secrets: rights.secrets.flatMap(partsOf),
    slotOf: (hash, scope = 'trusted') => `v1/${scopes ? scope : 'shared'}/${hash}`,
    main: (job) => machine({ ...pushToMain, ...rights.main }, job),
    pullRequest: (number, job) => machine({ ...pullRequestJob(number), ...rights.pullRequest }, job),
  };
}

/** The secrets that a run has told. */
export function leaksOf({ secrets }: Repository, { stdout, stderr }: NxRun): string[] {
  return secrets.filter((secret) => stdout.includes(secret) || stderr.includes(secret));
}

/** What is set up in Azure and in the CI: containers, keys, and who gets which. */
async function grantRights(cloud: Cloud, protection: Protection) {
  const { keys, apart } = protections[protection];
  const container = await cloud.createContainer();
  const untrustedContainer = apart ? await cloud.createContainer() : container;
  const [current, former] = [generateKeyPair(keyIds[0]), generateKeyPair(keyIds[1])];
  const mainSas = containerSas(container, 'rcw');
  const pullRequestSas = containerSas(container, apart ? 'r' : 'rcwd');
  const untrustedSas = containerSas(untrustedContainer, 'rcw');
  const open = (name: string, sas: string) => new ContainerClient(`${cloud.azurite.url}/${name}?${sas}`);
  return {
    trusted: open(container, pullRequestSas),
    untrusted: open(untrustedContainer, untrustedSas),
    signingKey: current.signingKey,
    secrets: [mainSas, pullRequestSas, untrustedSas, current.signingKey],
    trust: {
      branches: ['main'],
      ...(apart && { untrustedContainer }),
      ...(keys && { publicKeys: [current.publicKey, former.publicKey] }),
    },
    main: {
      AZURE_STORAGE_SAS_TOKEN: mainSas,
      ...(keys && { NX_AZURE_CACHE_SIGNING_KEY: current.signingKey }),
    },
    pullRequest: {
      AZURE_STORAGE_SAS_TOKEN: pullRequestSas,
      ...(apart && { NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: untrustedSas }),
    },
  };
}

/** The signature of a SAS as it is and as URLs have it; a key without its id. */
function partsOf(secret: string): string[] {
  const signature = new URLSearchParams(secret).get('sig');
  if (signature !== null) return [signature, encodeURIComponent(signature)];
  return [secret.slice(secret.indexOf(':') + 1)];
}
