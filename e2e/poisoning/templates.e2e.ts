import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accountKey } from '../../test/azurite.js';
import { useLab } from '../workspace/lab.js';
import type { Machine } from '../workspace/machine.js';
import { createRepository, leaksOf } from '../workspace/repository.js';
import type { Rights } from '../workspace/rights.js';
import { build, patchedTool, stampedProject } from '../workspace/stamped.js';
import { deployTemplate, type TemplateOptions, type TemplateSite } from '../workspace/template-rights.js';
import { attackByHand, type Aftermath } from './attack-by-hand.js';
import { byHand, projectOf } from './by-hand-rows.js';

const lab = useLab();

const templates: readonly TemplateOptions[] = [
  { format: 'bicep', oneContainer: false },
  { format: 'terraform', oneContainer: false },
  { format: 'bicep', oneContainer: true, prefix: 'team/web' },
  { format: 'terraform', oneContainer: true },
];

describe.each(templates)('with the template in $format, in one container: $oneContainer,', (options) => {
  let site: TemplateSite;

  beforeAll(async () => {
    site = await deployTemplate(lab.cloud, options);
  });
  afterAll(() => {
    site.close();
  });

  test('a pull request puts nothing by hand to where main looks', async () => {
    const aftermath = await attackByHand(lab, site.rights(), '24');
    for (const row of byHand) expect(aftermath.answers[row.name]).toBe('AuthorizationPermissionMismatch');
    expect(succeeded(aftermath)).toEqual([]);
    expect(leaksOf(aftermath.repository, aftermath.next)).toEqual([]);
  });

  test('nor with its tools', async () => {
    const repository = await createRepository(lab, site.rights(), { files: stampedProject('app') });
    for (const env of disguises(site, options)) {
      const attack = await build(await repository.pullRequest(7, { files: patchedTool, env }));
      expect(attack).toMatchObject({ code: 0, stamps: { app: 'poisoned source' } });
      expect(leaksOf(repository, attack)).toEqual([]);
    }
    const outcome = await build(await repository.main());
    expect(outcome).toMatchObject({ code: 0, stamps: { app: 'genuine source' }, executed: ['app'] });
  });

  test('doctor --trust says so, in a job of main and of a pull request that signed in with az', async () => {
    const rights = site.rights({ keys: true, az: true });
    const repository = await createRepository(lab, rights, { files: {} });
    // One after the other: on a machine that both share, a pull request could read main's key, and doctor finds that.
    for (const job of [() => repository.main(), () => repository.pullRequest(7)]) {
      const { failures, status } = await doctor(job());
      expect(failures).toEqual([]);
      expect(status).toBe(0);
    }
  });

  test('and all of it asked for nothing but Entra ID and the account', () => {
    expect(site.azure.strangers).toEqual([]);
  });
});

const asMain = { NX_AZURE_CACHE_SCOPE: 'trusted' };

/** What else a pull request tries to be. Both formats say the same (templates.spec.ts): one is tried with all. */
function disguises({ rights }: TemplateSite, { format }: TemplateOptions): readonly Rights['main'][] {
  if (format === 'terraform') return [asMain];
  const { AZURE_CLIENT_ID = '' } = rights().main;
  return [{}, asMain, { ...asMain, AZURE_CLIENT_ID }, { ...asMain, AZURE_STORAGE_KEY: accountKey }];
}

/** Attacks after which main used something that is not its own. */
const succeeded = ({ next }: Aftermath) =>
  byHand.map(projectOf).filter((project) => next.stamps[project] !== 'genuine source');

interface Finding {
  readonly title: string;
  readonly status: string;
  readonly detail: string;
}

/** `nx-azure-cache doctor --trust` of the packed package, on a machine. */
async function doctor(job: Promise<Machine>) {
  const { workspace, env } = await job;
  const command = join(workspace, 'node_modules/.bin/nx-azure-cache');
  const child = spawn(command, ['doctor', '--trust', '--json'], {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, status] = await Promise.all([text(child.stdout), ended]);
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return { status, failures: checks.filter((finding) => finding.status === 'fail') };
}

interface Widened extends TemplateOptions {
  readonly what: string;
}

/** Somebody has given the untrusted identity more than the generator did. */
const widened: readonly Widened[] = [
  {
    what: 'writes where it should read',
    ...{ format: 'bicep', oneContainer: false },
    edit: (template) =>
      template.replace(/(resource untrustedReads [^]*?roleDefinitions', )'[\w-]+'/, '$1writerRole.name'),
  },
  {
    what: 'writes where it should read',
    ...{ format: 'terraform', oneContainer: false },
    edit: (template) =>
      template.replace(
        /("untrusted_reads" \{[^]*?)role_definition_name += "[^"]+"/,
        '$1role_definition_id = azurerm_role_definition.writer.role_definition_resource_id',
      ),
  },
  {
    what: 'has lost its condition',
    ...{ format: 'bicep', oneContainer: true },
    edit: (template) => template.replace(/(resource untrustedWrites [^]*?)\n *condition: .*\n.*/, '$1'),
  },
  {
    what: 'has lost its condition',
    ...{ format: 'terraform', oneContainer: true },
    edit: (template) =>
      template.replace(/("untrusted_writes" \{[^]*?)\n *condition += .*\n *condition_version.*/, '$1'),
  },
];

describe.each(widened)('where the untrusted identity $what ($format),', (options) => {
  let site: TemplateSite;
  afterEach(() => {
    site.close();
  });

  test('doctor --trust and the attacks find it', async () => {
    site = await deployTemplate(lab.cloud, options);
    const withKeys = await createRepository(lab, site.rights({ keys: true }), { files: {} });
    const { failures, status } = await doctor(withKeys.pullRequest(7));
    expect(status).toBe(1);
    expect(failures[0]).toMatchObject({
      title: 'Poisoning',
      detail: expect.stringContaining('it may create and overwrite in "trusted"') as string,
    });
    if (options.format === 'bicep') {
      expect(succeeded(await attackByHand(lab, site.rights(), '24'))).toContain('put-first');
      return;
    }
    const repository = await createRepository(lab, site.rights(), { files: stampedProject('app') });
    await build(await repository.pullRequest(7, { files: patchedTool, env: asMain }));
    const outcome = await build(await repository.main());
    expect(outcome).toMatchObject({ stamps: { app: 'poisoned source' }, executed: [] });
  });
});
