import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAzurite, type Azurite } from '../support/azurite.js';
import { deploy, type DeployedAzure } from './azure.js';
import { jobToken } from './job-tokens.js';
import { generateTemplate, readTemplate } from './templates.js';

let azurite: Azurite;
let azure: DeployedAzure;
let folder: string;

beforeAll(async () => {
  azurite = await startAzurite();
  folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-'));
  const template = generateTemplate('bicep', { accountName: 'acmenxcache', githubRepository: 'acme/web' });
  azure = await deploy(await readTemplate.bicep(template), azurite);
});
afterAll(async () => {
  azure.close();
  rmSync(folder, { recursive: true });
  await azurite.close();
});

interface Job {
  readonly identity?: string;
  readonly subject: string;
  readonly tenant?: string;
  readonly container?: string;
}

/** The results of Microsoft's own clients, signed in as a job. */
async function official(operations: readonly string[], job: Job): Promise<string[]> {
  const { identity = 'untrusted', subject, tenant = azure.tenant, container = 'nx-cache' } = job;
  const file = join(folder, 'job-token');
  writeFileSync(file, jobToken.github(subject));
  const args = [
    join(import.meta.dirname, 'official-client.mjs'),
    `https://acmenxcache.blob.core.windows.net/${container}`,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...operations], {
    env: {
      ...azure.variables,
      AZURE_CLIENT_ID: azure.clients[identity]?.clientId,
      AZURE_TENANT_ID: tenant,
      AZURE_FEDERATED_TOKEN_FILE: file,
      AZURE_TOKEN_CREDENTIALS: 'WorkloadIdentityCredential',
    },
  });
  return stdout.trim().split('\n');
}

describe("Microsoft's own clients, by the real names of the hosts,", () => {
  test('write as the trusted identity, and delete nothing', async () => {
    const subject = 'repo:acme/web:ref:refs/heads/main';
    const operations = ['create', 'create', 'overwrite', 'read', 'blocks', 'list', 'remove', 'batch'];
    expect(await official(operations, { identity: 'trusted', subject })).toEqual([
      ...[
        'create done',
        'create BlobAlreadyExists',
        'overwrite done',
        'read done',
        'blocks done',
        'list done',
      ],
      'remove AuthorizationPermissionMismatch',
      'batch AuthorizationPermissionMismatch',
    ]);
  });

  test('only read as the untrusted one, and write where it may', async () => {
    const subject = 'repo:acme/web:pull_request';
    const operations = ['create', 'overwrite', 'read', 'blocks', 'list', 'remove'];
    const refused = 'AuthorizationPermissionMismatch';
    expect(await official(operations, { subject })).toEqual([
      `create ${refused}`,
      `overwrite ${refused}`,
      'read done',
      `blocks ${refused}`,
      'list done',
      `remove ${refused}`,
    ]);
    const elsewhere = { subject, container: 'nx-cache-untrusted' };
    expect(await official(['create:v1/pr/7/1', 'read:v1/pr/7/1'], elsewhere)).toEqual([
      'create:v1/pr/7/1 done',
      'read:v1/pr/7/1 done',
    ]);
  });

  test("get no token for another job's subject, or in a missing tenant", async () => {
    expect(await official(['read'], { subject: 'repo:acme/web:ref:refs/heads/feature' })).toEqual([
      'read AADSTS700213',
    ]);
    const tenant = '00000000-0000-0000-0000-00000000dead';
    expect(await official(['read'], { subject: 'repo:acme/web:pull_request', tenant })).toEqual([
      'read AADSTS90002',
    ]);
  });

  test('send no request to another host', () => {
    expect(azure.strangers).toEqual([]);
  });
});
