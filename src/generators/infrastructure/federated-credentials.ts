import { createHash } from 'node:crypto';

import type { InfrastructureOptions } from './options.js';

/** The CI jobs that may sign in as an identity: Azure compares issuer and subject letter by letter. */
export interface FederatedCredential {
  /** unique for the identity, e.g. `github-ref-refs-heads-main-1f2e3d4c` */
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

/** Azure's limit for one identity. */
export const mostCredentials = 20;

/** The GitHub environment of untrusted jobs. It needs no protection: anyone who can push may use it. */
export const untrustedEnvironment = 'nx-cache-untrusted';

/**
 * The jobs that are trusted. A job with an environment has the environment in its subject and not its branch. With
 * `githubEnvironment` no branch is trusted by itself, so that the rules of the environment apply to all trusted jobs.
 *
 * https://docs.github.com/actions/reference/security/oidc
 */
export function trustedCredentials(options: InfrastructureOptions): FederatedCredential[] {
  const { githubEnvironment, trustedBranches, trustedSubjects } = options;
  const contexts =
    githubEnvironment === undefined
      ? trustedBranches.map((branch) => `ref:refs/heads/${branch}`)
      : [`environment:${githubEnvironment}`];
  return unique([...github(options, contexts), ...trustedSubjects.map(parseSubject)]);
}

/** Pull requests sign in by their event; other branches, merge queues and tags by the untrusted environment. */
export function untrustedCredentials(options: InfrastructureOptions): FederatedCredential[] {
  return unique([
    ...github(options, ['pull_request', `environment:${untrustedEnvironment}`]),
    ...options.untrustedSubjects.map(parseSubject),
  ]);
}

/** Azure refuses the same subject twice. */
const unique = (credentials: readonly FederatedCredential[]) => [
  ...new Map(credentials.map((credential) => [credential.name, credential])).values(),
];

function github({ githubRepository }: InfrastructureOptions, contexts: readonly string[]) {
  if (githubRepository === undefined) return [];
  const issuer = 'https://token.actions.githubusercontent.com';
  return contexts.map((context) => createCredential('github', issuer, `repo:${githubRepository}:${context}`));
}

/** `https://gitlab.com project_path:acme/web:ref_type:branch:ref:main` */
function parseSubject(text: string): FederatedCredential {
  const space = text.indexOf(' ');
  return createCredential('other', text.slice(0, space), text.slice(space + 1));
}

/** The name depends on issuer and subject alone, so that another credential renames none. */
function createCredential(kind: string, issuer: string, subject: string): FederatedCredential {
  const context = subject.split(':').slice(2).join('-');
  const readable = context.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  const digest = createHash('sha256').update(`${issuer} ${subject}`).digest('hex').slice(0, 8);
  return { name: [kind, readable, digest].filter(Boolean).join('-').replace(/-+/g, '-'), issuer, subject };
}
