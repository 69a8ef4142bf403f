import { clouds } from '../clouds.js';
import type { InfrastructureOptions } from './options.js';

/**
 * How the branches of a GitLab project that are not trusted get the untrusted identity. Each has a subject of its own, so
 * that it takes a flexible credential. That is a preview, of which the azurerm provider knows nothing, and which Azure may
 * refuse: a command of its own, so that the deployment does not depend on it.
 */
export function gitlabSteps(options: InfrastructureOptions): string[][] {
  const projects = new Set(options.trustedSubjects.map((subject) => gitlabProject.exec(subject)?.[0] ?? ''));
  projects.delete('');
  return [...projects].map((project) => gitlabStep(project, options));
}

/** The issuer, and where the subject begins: `https://gitlab.com project_path:acme/web:ref_type:branch:ref:main` */
const gitlabProject = /^https:\S+ project_path:[^:]+(?=:)/;

function gitlabStep(project: string, { accountName, cloud }: InfrastructureOptions): string[] {
  const [issuer = '', subject = ''] = project.split(' ');
  const name = subject.replace('project_path:', 'gitlab-').replace(/[^A-Za-z0-9-]+/g, '-');
  return [
    'Let the other branches of the GitLab project use the untrusted identity; its page shows the project ID:',
    `az identity federated-credential create --name ${name} ` +
      `--identity-name ${accountName}-untrusted --resource-group <resource group> ` +
      `--issuer ${issuer} --audiences ${clouds[cloud].audience} --claims-matching-expression-version 1 ` +
      `--claims-matching-expression-value "${matchProject(subject)}"`,
  ];
}

/**
 * What the subject and the project's id have to be, both of which Azure demands, in 128 characters at most. The id alone
 * tells the project, so that a long path may be left out.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identities-set-up-flexible-federated-identity-credential
 */
function matchProject(subject: string): string {
  const match = (pattern: string) =>
    `claims['sub'] matches '${pattern}' and claims['project_id'] eq '<project id>'`;
  const precise = match(`${subject}:*`);
  return precise.length <= 128 ? precise : match('project_path:*');
}
