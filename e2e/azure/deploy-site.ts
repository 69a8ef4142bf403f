import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateTemplate, type TemplateFiles } from '../../test/cloud/templates.js';
import type { Az } from './az-cli.js';
import type { Subscription } from './find-subscription.js';
import type { Removals } from './removals.js';
import type { Account, Login, Site } from './site.js';

export interface DeployOptions {
  readonly subscription: Subscription;
  readonly location: string;
  /** lowercase letters and digits, of this run alone */
  readonly id: string;
  readonly removals: Removals;
  /** Between two attempts. */
  readonly pause?: () => Promise<unknown>;
}

/**
 * Deploys the generated template twice, with two containers and with one. Its identities take tokens of a CI alone, which
 * there are none of here; so two applications get the very assignments that Azure shows for them.
 */
export async function deploySite(az: Az, options: DeployOptions): Promise<Site> {
  const { subscription, location, id, removals } = options;
  const group = `nx-azure-cache-test-${id}`;
  const remove = (...args: readonly string[]) => {
    removals.add(`az ${args.join(' ')}`, () => az(args));
  };
  remove('group', 'delete', '--name', group, '--yes');
  const tags = ['purpose=nx-azure-cache-test', `run=${id}`];
  await az(['group', 'create', '--name', group, '--location', location, '--tags', ...tags]);
  const logins = {
    main: await createLogin(az, `${group}-main`, remove),
    pullRequest: await createLogin(az, `${group}-pr`, remove),
  };
  const place = { az, group, logins, remove, ...options };
  const accounts = [
    await deployAccount(place, { name: `nxcachetest${id}a`, oneContainer: false }),
    await deployAccount(place, { name: `nxcachetest${id}b`, oneContainer: true, prefix: 'team/web' }),
  ];
  return { tenant: subscription.tenantId, logins, accounts };
}

type Remove = (...args: readonly string[]) => void;

/** https://learn.microsoft.com/cli/azure/ad/sp#az-ad-sp-create-for-rbac; without a role it gives none */
async function createLogin(az: Az, name: string, remove: Remove): Promise<Login> {
  const made = await az(['ad', 'sp', 'create-for-rbac', '--name', name]);
  const { appId, password } = made as { appId: string; password: string };
  remove('ad', 'app', 'delete', '--id', appId);
  const { id } = (await az(['ad', 'sp', 'show', '--id', appId])) as { id: string };
  return { clientId: appId, objectId: id, secret: password };
}

interface Place extends DeployOptions {
  readonly az: Az;
  readonly group: string;
  readonly logins: Site['logins'];
  readonly remove: Remove;
}

interface Wanted {
  readonly name: string;
  readonly oneContainer: boolean;
  readonly prefix?: string;
}

async function deployAccount(place: Place, { name, ...options }: Wanted): Promise<Account> {
  const { group, subscription, logins } = place;
  const scope = `/subscriptions/${subscription.id}/resourceGroups/${group}`;
  // A role stays when its group goes: first the assignments, then the role, then the group.
  place.remove('role', 'definition', 'delete', '--name', `Nx cache writer (${name})`, '--scope', scope);
  await deployTemplate(place, generateTemplate('bicep', { accountName: name, ...options }), name);
  const containers = options.oneContainer ? ['nx-cache'] : ['nx-cache', 'nx-cache-untrusted'];
  const principals = {
    [await principalOf(place, `${name}-trusted`)]: logins.main.objectId,
    [await principalOf(place, `${name}-untrusted`)]: logins.pullRequest.objectId,
  };
  for (const container of containers) {
    const at = `${scope}/providers/Microsoft.Storage/storageAccounts/${name}/blobServices/default/containers/${container}`;
    await copyAssignments(place, at, principals);
  }
  const [trusted = '', untrusted = trusted] = containers;
  return { name, container: trusted, untrustedContainer: untrusted, prefix: options.prefix };
}

/** A new role is not known everywhere at once (RoleDefinitionDoesNotExist): the same deployment works a little later. */
async function deployTemplate(
  { az, group, pause = aMinute }: Place,
  { template, parameters }: TemplateFiles,
  name: string,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-template-'));
  const file = join(folder, 'main.bicepparam');
  writeFileSync(join(folder, 'main.bicep'), template);
  writeFileSync(file, parameters);
  const deploy = () =>
    az(['deployment', 'group', 'create', '--resource-group', group, '--name', name, '--parameters', file]);
  try {
    await deploy().catch(() => pause().then(deploy));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const aMinute = () => sleep(60_000);

async function principalOf({ az, group }: Place, identity: string): Promise<string> {
  const shown = await az(['identity', 'show', '--resource-group', group, '--name', identity]);
  return (shown as { principalId: string }).principalId;
}

/** https://learn.microsoft.com/cli/azure/role/assignment */
interface RoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly condition: string | null;
  readonly conditionVersion: string | null;
}

async function copyAssignments(
  { az, remove }: Place,
  scope: string,
  principals: Readonly<Record<string, string>>,
): Promise<void> {
  const found = (await az(['role', 'assignment', 'list', '--scope', scope])) as RoleAssignment[];
  const own = found.filter(({ principalId }) => principalId in principals);
  if (own.length === 0) throw new Error(`the template has assigned no role on ${scope}`);
  for (const { id, principalId, roleDefinitionId, condition, conditionVersion } of own) {
    remove('role', 'assignment', 'delete', '--ids', id);
    const made = await az([
      'role',
      'assignment',
      'create',
      '--scope',
      scope,
      '--role',
      roleDefinitionId,
      ...[
        '--assignee-object-id',
        principals[principalId] ?? '',
        '--assignee-principal-type',
        'ServicePrincipal',
      ],
      ...(condition === null
        ? []
        : ['--condition', condition, '--condition-version', conditionVersion ?? '2.0']),
    ]);
    remove('role', 'assignment', 'delete', '--ids', (made as RoleAssignment).id);
  }
}
