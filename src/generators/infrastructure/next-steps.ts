import { docsPage } from '../../docs-page.js';
import { clouds } from '../clouds.js';
import { untrustedEnvironment } from './federated-credentials.js';
import type { InfrastructureOptions } from './options.js';

/** What remains to do after the files are written. */
export function nextSteps(options: InfrastructureOptions): string {
  const steps = [
    ...githubSteps(options),
    [
      'Deploy with an account that may assign roles (Owner, or Contributor and User Access Administrator):',
      ...deploy(options),
      '# RoleDefinitionDoesNotExist? Azure does not know the new role everywhere yet. Run it again.',
    ],
    ...gitlabSteps(options),
    ['Add this to nx.json:', ...JSON.stringify({ azure: azureBlock(options) }, undefined, 2).split('\n')],
    [
      'Set these variables in CI from the output of the deployment. Only trusted runs get the trusted client ID:',
      ...clientIds(options),
    ],
    [
      'Create the signing key. Store its private half where only trusted runs get it:',
      'npx nx-azure-cache keygen',
    ],
    [
      'Check that a pull request cannot poison main. Run this in a trusted and in an untrusted job:',
      'npx nx-azure-cache doctor --trust',
    ],
  ];
  const lines = steps.flatMap(([title = '', ...rest], index) => [
    `${index + 1}. ${title}`,
    ...rest.map((line) => `     ${line}`),
  ]);
  return ['', `Next steps (the whole setup: ${docsPage('security.md')}):`, '', ...lines, ''].join('\n');
}

function githubSteps({ githubRepository, githubEnvironment, trustedBranches }: InfrastructureOptions) {
  const environment = [
    `In GitHub, limit the environment "${githubEnvironment}" to the branches ${trustedBranches.join(', ')} before you deploy:`,
    'Settings > Environments > Deployment branches and tags. Every job that can use the environment is trusted.',
  ];
  const repository = [
    `Check that this prints repo:${githubRepository}, the name in GitHub's tokens. If not, run the generator again with what it prints:`,
    `gh api repos/${githubRepository?.replace(/@\d+/g, '')}/actions/oidc/customization/sub --jq .sub_claim_prefix`,
  ];
  return [
    ...(githubEnvironment === undefined ? [] : [environment]),
    ...(githubRepository === undefined ? [] : [repository]),
  ];
}

function deploy({ format, directory, cloud }: InfrastructureOptions): string[] {
  const signIn = cloud === 'public' ? [] : [`az cloud set --name ${clouds[cloud].environment}`, 'az login'];
  const bicep = [
    `az deployment group create -g <resource group> -p ${directory}/main.bicepparam --query properties.outputs`,
  ];
  const terraform = [
    'export ARM_SUBSCRIPTION_ID=$(az account show --query id -o tsv)',
    '# in PowerShell: $env:ARM_SUBSCRIPTION_ID = az account show --query id -o tsv',
    `terraform -chdir=${directory} init`,
    `terraform -chdir=${directory} apply -var resource_group_name=<resource group>`,
  ];
  return [...signIn, ...{ bicep, terraform, both: [...bicep, 'or', ...terraform] }[format]];
}

/**
 * The other branches of a GitLab project. Each has a subject of its own, so they need a flexible credential: a preview
 * that the azurerm provider lacks and Azure may refuse. As a separate command it cannot fail the deployment.
 */
function gitlabSteps({ trustedSubjects, accountName, cloud }: InfrastructureOptions): string[][] {
  const projects = new Set(
    trustedSubjects.flatMap((text) => /^https:\S+ project_path:[^:]+(?=:)/.exec(text) ?? []),
  );
  return [...projects].map((project) => {
    const [issuer = '', subject = ''] = project.split(' ');
    const name = subject.replace('project_path:', 'gitlab-').replace(/[^A-Za-z0-9-]+/g, '-');
    return [
      'Let the other branches of the GitLab project use the untrusted identity. The project page shows the project ID:',
      `az identity federated-credential create --name ${name} ` +
        `--identity-name ${accountName}-untrusted --resource-group <resource group> ` +
        `--issuer ${issuer} --audiences ${clouds[cloud].audience} --claims-matching-expression-version 1 ` +
        `--claims-matching-expression-value "${matchProject(subject)}"`,
    ];
  });
}

/**
 * Azure requires both claims, in at most 128 characters. The ID alone identifies the project, so a long path is left out.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identities-set-up-flexible-federated-identity-credential
 */
function matchProject(subject: string): string {
  const match = (pattern: string) =>
    `claims['sub'] matches '${pattern}' and claims['project_id'] eq '<project id>'`;
  const precise = match(`${subject}:*`);
  return precise.length <= 128 ? precise : match('project_path:*');
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
  const [trusted, others] =
    githubEnvironment === undefined
      ? ['for trusted runs', 'for all others']
      : [`in the environment ${githubEnvironment}`, `in the environment ${untrustedEnvironment}`];
  return [
    `AZURE_CLIENT_ID: the trusted client ID ${trusted}, the untrusted one ${others}`,
    'AZURE_TENANT_ID: the same everywhere',
  ];
}
