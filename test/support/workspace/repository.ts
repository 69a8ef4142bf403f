import type { ContainerClient } from '@azure/storage-blob';
import type { NxLine } from '../install/nx-version.js';
import { pullRequestJob, pushToMain } from './github.js';
import type { Lab } from './lab.js';
import type { Machine } from './machine.js';
import type { Files } from './projects.js';
import { grantBySas, type Protection, type Rights, type Workshop } from './rights.js';
import type { NxRun } from './run-nx.js';
import { genuineTool } from './stamped-project.js';

/** A repository with its CI: every job has its own machine, and the variables and credentials that a real job has. */
export interface Repository {
  /** The containers for requests by hand, with the token of a pull request: main's, and the one where it stores. */
  readonly trusted: ContainerClient;
  readonly untrusted: ContainerClient;
  /** main's, the first of `keyIds` */
  readonly signingKey: string;
  /** the values that no log may contain */
  readonly secrets: readonly string[];
  readonly workshop: Workshop;
  /** The name of the blob where a run looks for a hash; by default one of main, below the prefix of nx.json. */
  readonly slotOf: (hash: string, scope?: string, prefix?: string) => string;
  /** A job of main. */
  main(job?: Job): Promise<Machine>;
  /** A job of a pull request with that number. */
  pullRequest(number: number, job?: Job): Promise<Machine>;
}

/** The differences of a job from others of its kind. */
export interface Job {
  readonly files?: Files;
  readonly env?: Readonly<Record<string, string>>;
  /** `azure.trust` of this job's nx.json */
  readonly trust?: object;
}

/** @param by the existing set-up, or the protection to set up with SAS tokens */
export async function createRepository(
  lab: Lab,
  by: Protection | Rights,
  { nx = '24', files }: { readonly nx?: NxLine; readonly files: Files },
): Promise<Repository> {
  const rights = typeof by === 'string' ? await grantBySas(lab.cloud, by) : by;
  const { azure, trusted, untrusted, signingKey, workshop } = rights;

  function machine(env: Job['env'], job: Job = {}): Promise<Machine> {
    const trust = rights.trust && (job.trust ?? rights.trust);
    const share = { azure: { ...azure, ...(trust && { trust }) }, env: { ...env, ...job.env } };
    return lab.machine(share, { ...genuineTool, ...files, ...job.files }, { nx });
  }

  return {
    trusted,
    untrusted,
    signingKey,
    workshop,
    secrets: rights.secrets.flatMap(partsOf),
    slotOf: (hash, scope = 'trusted', prefix = azure['prefix']) =>
      `${prefix === undefined ? '' : `${prefix}/`}v1/${rights.trust ? scope : 'shared'}/${hash}`,
    main: (job) => machine({ ...pushToMain, ...rights.main }, job),
    pullRequest: (number, job) => machine({ ...pullRequestJob(number), ...rights.pullRequest }, job),
  };
}

/** The secrets that a run has printed. */
export function leaksOf({ secrets }: Pick<Repository, 'secrets'>, { stdout, stderr }: NxRun): string[] {
  return secrets.filter((secret) => stdout.includes(secret) || stderr.includes(secret));
}

/** The signature of a SAS as it is and as URLs have it; a key without its id. */
function partsOf(secret: string): string[] {
  const signature = new URLSearchParams(secret).get('sig');
  if (signature !== null) return [signature, encodeURIComponent(signature)];
  return [secret.slice(secret.indexOf(':') + 1)];
}
