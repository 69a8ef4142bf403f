import { clouds } from '../clouds.js';
import { trustedCredentials, untrustedCredentials } from './federated-credentials.js';
import type { Assignment, Container, Infrastructure, LifecycleRule } from './infrastructure.js';
import type { InfrastructureOptions } from './options.js';
import { untrustedWriteCondition } from './write-condition.js';

/** Scopes of untrusted runs, as they stand in blob names: `<prefix>/v1/<scope>/<hash>`. */
const untrustedScopes = ['branch', 'pr', 'tag', 'local'];

/** The infrastructure that these options ask for. */
export function describeInfrastructure(options: InfrastructureOptions): Infrastructure {
  const { accountName, cloud, redundancy, developersGroupObjectId } = options;
  const group = developersGroupObjectId;
  return {
    cloud: clouds[cloud],
    account: { name: accountName, redundancy },
    containers: containers(options),
    lifecycle: lifecycle(options),
    identities: [
      { key: 'trusted', name: `${accountName}-trusted`, credentials: trustedCredentials(options) },
      { key: 'untrusted', name: `${accountName}-untrusted`, credentials: untrustedCredentials(options) },
    ],
    assignments: [
      trustedAssignment(options),
      ...untrustedAssignments(options, 'untrusted', { identity: 'untrusted' }),
      ...(group === undefined ? [] : untrustedAssignments(options, 'developers', { group })),
    ],
  };
}

function containers({ oneContainer, container, untrustedContainer }: InfrastructureOptions): Container[] {
  if (oneContainer) return [{ key: 'cache', name: container }];
  return [
    { key: 'trusted', name: container },
    { key: 'untrusted', name: untrustedContainer },
  ];
}

function lifecycle(options: InfrastructureOptions): LifecycleRule[] {
  const { oneContainer, container, untrustedContainer, coolAfterDays, deleteAfterDays } = options;
  const untrusted = oneContainer
    ? untrustedScopes.map((scope) => `${container}/${blobPrefix(options)}${scope}/`)
    : [`${untrustedContainer}/`];
  return [
    { name: 'cache', prefixes: [`${container}/`], coolAfter: coolAfterDays, deleteAfter: deleteAfterDays },
    { name: 'untrusted', prefixes: untrusted, deleteAfter: options.untrustedDeleteAfterDays },
  ];
}

/** `v1/`, or `team-a/v1/` */
const blobPrefix = (options: InfrastructureOptions) => below(options, 'v1/');

/** `runs/v1/`, or `team-a/runs/v1/`: where runs leave their records with `azure.recordRuns` */
const recordPrefix = (options: InfrastructureOptions) => below(options, 'runs/v1/');

const below = ({ prefix }: InfrastructureOptions, folder: string) =>
  prefix === undefined ? folder : `${prefix}/${folder}`;

function trustedAssignment({ oneContainer }: InfrastructureOptions): Assignment {
  return {
    key: 'trustedWrites',
    principal: { identity: 'trusted' },
    role: 'writer',
    container: oneContainer ? 'cache' : 'trusted',
  };
}

function untrustedAssignments(
  options: InfrastructureOptions,
  key: string,
  principal: Assignment['principal'],
): Assignment[] {
  if (options.oneContainer) {
    const condition = untrustedWriteCondition([blobPrefix(options), recordPrefix(options)]);
    return [{ key: `${key}Writes`, principal, role: 'writer', container: 'cache', condition }];
  }
  return [
    { key: `${key}Reads`, principal, role: 'reader', container: 'trusted' },
    { key: `${key}Writes`, principal, role: 'writer', container: 'untrusted' },
  ];
}
