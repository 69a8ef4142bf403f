import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accountKey } from '../../../test/support/azurite.js';
import { useLab } from '../../../test/support/workspace/lab.js';
import { createRepository } from '../../../test/support/workspace/repository.js';
import type { Rights } from '../../../test/support/workspace/rights.js';
import { build, patchedTool, stampedProject } from '../../../test/support/workspace/stamped-project.js';
import {
  deployTemplate,
  type TemplateOptions,
  type TemplateSite,
} from '../../../test/support/workspace/template-rights.js';
import { attackByHand } from './attack-by-hand.js';
import { asMain, describeAttacks, succeeded } from './describe-attacks.js';
import { doctor } from './doctor.js';

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

  describeAttacks(lab, { rightsWith: (use) => site.rights(use), disguises: () => disguises(site, options) });

  test('each attempt fails for its own reason, and no other service gets a request', () => {
    const { door, entra, strangers } = site.azure;
    const codes = new Set(door.seen.map(({ code }) => code));
    const [byKey, byClient] = ['KeyBasedAuthenticationNotPermitted', 700213];
    const isTried = options.format === 'bicep';
    expect(codes).toContain('AuthorizationPermissionMismatch');
    expect([codes.has(byKey), entra.answers.includes(byClient)]).toEqual([isTried, isTried]);
    expect(strangers).toEqual([]);
  });
});

/** The other identities that a pull request tries. Both formats are equivalent (templates.spec.ts), so one tries them all. */
function disguises({ rights }: TemplateSite, { format }: TemplateOptions): readonly Rights['main'][] {
  if (format === 'terraform') return [asMain];
  const { AZURE_CLIENT_ID = '' } = rights().main;
  return [{}, asMain, { ...asMain, AZURE_CLIENT_ID }, { ...asMain, AZURE_STORAGE_KEY: accountKey }];
}

interface Widened extends TemplateOptions {
  readonly what: string;
}

/** The untrusted identity has more rights than the generator assigned. */
const widened: readonly Widened[] = [
  {
    what: 'writes where it should read',
    format: 'bicep',
    oneContainer: false,
    edit: (template) =>
      template.replace(/(resource untrustedReads [^]*?roleDefinitions', )readerRole/, '$1writerRole.name'),
  },
  {
    what: 'writes where it should read',
    format: 'terraform',
    oneContainer: false,
    edit: (template) =>
      template.replace(
        /("untrusted_reads" \{[^]*?)role_definition_name += "[^"]+"/,
        '$1role_definition_id = azurerm_role_definition.writer.role_definition_resource_id',
      ),
  },
  {
    what: 'has lost its condition',
    format: 'bicep',
    oneContainer: true,
    edit: (template) => template.replace(/(resource untrustedWritesBelow [^]*?)\n *condition: .*\n.*/, '$1'),
  },
  {
    what: 'has lost its condition',
    format: 'terraform',
    oneContainer: true,
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
      detail: expect.stringContaining('it can create and overwrite in "trusted"') as string,
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
