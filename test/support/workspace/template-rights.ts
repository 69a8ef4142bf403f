import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy, type DeployedAzure } from '../../cloud/azure.js';
import { createAz } from '../../cloud/az.js';
import { jobToken } from '../../cloud/job-tokens.js';
import { openByToken, signIn } from '../../cloud/open-by-token.js';
import { generateTemplate, readTemplate, type Format } from '../../cloud/templates.js';
import { generateKeyPair } from '../../../src/trust/signature.js';
import type { Cloud } from './cloud.js';
import { keyIds, workshopElsewhere, type Rights } from './rights.js';

/** A template and a manual change of its text. */
export interface TemplateOptions {
  readonly format: Format;
  readonly oneContainer: boolean;
  readonly prefix?: string;
  readonly edit?: (text: string) => string;
}

/** A template that is deployed to the stand-in for Azure, and the rights that a CI gets from it. */
export interface TemplateSite {
  readonly azure: DeployedAzure;
  readonly rights: (use?: Use) => Rights;
  close(): void;
}

interface Use {
  /** Without them nothing but the template's roles stands between a pull request and main. */
  readonly keys?: boolean;
  /** By the Azure CLI, as `azure/login` signs in; else by the job's own token, as GitLab's jobs do. */
  readonly az?: boolean;
}

const repository = 'acme/web';
const jobs = {
  trusted: jobToken.github(`repo:${repository}:ref:refs/heads/main`),
  untrusted: jobToken.github(`repo:${repository}:pull_request`),
};
type Identity = keyof typeof jobs;

/** Deploys the output of `nx generate nx-azure-cache:infrastructure` for a repository on GitHub. */
export async function deployTemplate(cloud: Cloud, options: TemplateOptions): Promise<TemplateSite> {
  const { format, oneContainer, edit } = options;
  const container = cloud.nextContainer();
  const prefix = options.prefix === undefined ? {} : { prefix: options.prefix };
  const schema = { accountName: 'acmenxcache', container, githubRepository: repository, oneContainer };
  const files = generateTemplate(format, { ...schema, ...prefix }, edit);
  const azure = await deploy(await readTemplate[format](files), cloud.azurite);
  const untrustedContainer = oneContainer ? container : `${container}-untrusted`;
  const [current, former] = [generateKeyPair(keyIds[0]), generateKeyPair(keyIds[1])];
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-jobs-'));
  const open = (name: string) => openByToken(azure, name, { identity: 'untrusted', token: jobs.untrusted });
  return {
    azure,
    rights: ({ keys = false, az = false } = {}) => {
      const signIn = az ? signInByAz : signInByFile;
      return {
        azure: { accountName: azure.accountName, container, ...prefix },
        trust: {
          branches: ['main'],
          ...(!oneContainer && { untrustedContainer }),
          ...(keys && { publicKeys: [current.publicKey, former.publicKey] }),
        },
        trusted: open(container),
        untrusted: open(untrustedContainer),
        signingKey: current.signingKey,
        secrets: [current.signingKey, ...Object.values(jobs)],
        main: {
          ...signIn(azure, 'trusted', folder),
          ...(keys && { NX_AZURE_CACHE_SIGNING_KEY: current.signingKey }),
        },
        pullRequest: signIn(azure, 'untrusted', folder),
        // A condition on the path rules out that container, so the attacker builds the artifact in another account.
        workshop: workshopElsewhere(cloud, untrustedContainer),
      };
    },
    close: () => {
      azure.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function signInByFile({ variables, tenant, clients }: DeployedAzure, identity: Identity, folder: string) {
  const file = join(folder, identity);
  writeFileSync(file, jobs[identity]);
  return {
    ...variables,
    AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
    AZURE_FEDERATED_TOKEN_FILE: file,
    AZURE_TENANT_ID: tenant,
    AZURE_CLIENT_ID: clients[identity]?.clientId ?? '',
  };
}

function signInByAz(azure: DeployedAzure, identity: Identity, folder: string) {
  const { variables, tenant, clients } = azure;
  const { token } = signIn(azure, { identity, token: jobs[identity] });
  const user = clients[identity]?.clientId ?? '';
  const az = createAz(join(folder, `az-${identity}`), {
    kind: 'session',
    user,
    tenant,
    tokens: { [tenant]: token },
  });
  return { ...variables, ...az.variables, AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential' };
}
