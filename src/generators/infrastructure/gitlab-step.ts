import { clouds } from '../clouds.js';
import type { InfrastructureOptions } from './options.js';

/**
 * The command that lets all other branches of a GitLab project use the untrusted identity. Each branch has a subject of its
 * own, so that it takes a flexible credential. That is a preview, which the azurerm provider does not know and Azure may
 * refuse; apart from the templates, it cannot fail the deployment.
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
    'Let the other branches of the GitLab project use the untrusted identity; the project ID is on its page:',
    `az identity federated-credential create --name ${name} ` +
      `--identity-name ${accountName}-untrusted --resource-group <resource group> ` +
      `--issuer ${issuer} --audiences ${clouds[cloud].audience} --claims-matching-expression-version 1 ` +
      `--claims-matching-expression-value "${matchProject(subject)}"`,
  ];
}

/**
 * Azure demands both claims, in 128 characters at most. The id alone names the project, so that a long path may be left
 * out.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identities-set-up-flexible-federated-identity-credential
 */
function matchProject(subject: string): string {
  const match = (pattern: string) =>
    `claims['sub'] matches '${pattern}' and claims['project_id'] eq '<project id>'`;
  const precise = match(`${subject}:*`);
  return precise.length <= 128 ? precise : match('project_path:*');
}
