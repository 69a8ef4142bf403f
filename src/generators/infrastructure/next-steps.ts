import { docsPage } from '../../docs-page.js';
import { clouds } from '../clouds.js';
import { untrustedEnvironment } from './federated-credentials.js';
import { gitlabSteps } from './gitlab-step.js';
import type { InfrastructureOptions } from './options.js';

/** What is left to do once the templates lie there. */
export function nextSteps(options: InfrastructureOptions): string {
  const steps = [
    ...environmentStep(options),
    ...repositoryStep(options),
    [
      'Deploy, as somebody who may assign roles (Owner, or User Access Administrator and Contributor):',
      ...deploy(options),
      '# RoleDefinitionDoesNotExist? The new role is not known everywhere yet: run it again.',
    ],
    ...gitlabSteps(options),
    ['Put this into nx.json:', ...JSON.stringify({ azure: azureBlock(options) }, undefined, 2).split('\n')],
    [
      'Give CI what the deployment shows, and the trusted client id to trusted runs only:',
      ...clientIds(options),
    ],
    [
      'Make the signing key, and store its private half where only trusted runs get it:',
      'npx nx-azure-cache keygen',
    ],
    [
      'See that a pull request cannot poison main: run this in a trusted and in an untrusted job:',
      'npx nx-azure-cache doctor --trust',
    ],
  ];
  const shown = steps.map(([title = '', ...lines], index) => [
    `${index + 1}. ${title}`,
    ...lines.map((line) => `     ${line}`),
  ]);
  return ['', `Next steps (${docsPage('security.md')} has the whole set-up):`, '', ...shown.flat(), ''].join(
    '\n',
  );
}

function environmentStep({ githubEnvironment, trustedBranches }: InfrastructureOptions): string[][] {
  if (githubEnvironment === undefined) return [];
  return [
    [
      `In GitHub, limit the environment "${githubEnvironment}" to the branches ${trustedBranches.join(', ')}, before you deploy:`,
      'Settings > Environments > Deployment branches and tags. Whoever can use it is trusted.',
    ],
  ];
}

/** A subject that differs by one letter is refused. */
function repositoryStep({ githubRepository }: InfrastructureOptions): string[][] {
  if (githubRepository === undefined) return [];
  return [
    [
      `Check that this prints repo:${githubRepository}, the name in GitHub's tokens; if not, run the generator again with what it prints:`,
      `gh api repos/${githubRepository.replace(/@\d+/g, '')}/actions/oidc/customization/sub --jq .sub_claim_prefix`,
    ],
  ];
}

function deploy({ format, directory, cloud }: InfrastructureOptions): string[] {
  const signIn = cloud === 'public' ? [] : [`az cloud set --name ${clouds[cloud].environment}`, 'az login'];
  const bicep = [
    `az deployment group create -g <resource group> -f ${directory}/main.bicep --query properties.outputs`,
  ];
  const terraform = [
    'export ARM_SUBSCRIPTION_ID=$(az account show --query id -o tsv)',
    '# in PowerShell: $env:ARM_SUBSCRIPTION_ID = az account show --query id -o tsv',
    `terraform -chdir=${directory} init`,
    `terraform -chdir=${directory} apply -var resource_group_name=<resource group>`,
  ];
  return [...signIn, ...{ bicep, terraform, both: [...bicep, 'or', ...terraform] }[format]];
}

function azureBlock(options: InfrastructureOptions): object {
  const { accountName, cloud, container, prefix, trustedBranches, oneContainer, untrustedContainer } =
    options;
  return {
    accountName,
    ...(cloud === 'public' ? {} : { endpoint: `https://${accountName}.${clouds[cloud].blobs}` }),
    container,
    ...(prefix === undefined ? {} : { prefix }),
    trust: {
      branches: trustedBranches,
      ...(oneContainer ? {} : { untrustedContainer }),
      publicKeys: ['<what keygen prints>'],
    },
  };
}

function clientIds({ githubEnvironment }: InfrastructureOptions): string[] {
  const [trusted, untrusted] =
    githubEnvironment === undefined
      ? ['for trusted runs', 'for all others']
      : [`in the environment ${githubEnvironment}`, `in the environment ${untrustedEnvironment}`];
  return [
    `AZURE_CLIENT_ID: the trusted client id ${trusted}, the untrusted one ${untrusted}`,
    'AZURE_TENANT_ID: the same everywhere',
  ];
}
