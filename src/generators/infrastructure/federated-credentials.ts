import { createHash } from 'node:crypto';

import type { InfrastructureOptions } from './options.js';

/** Tokens that an identity may be had for: Azure compares issuer and subject letter by letter. */
export interface FederatedCredential {
  /** unique for its identity, e.g. `github-ref-refs-heads-main-1f2e3d4c` */
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

/** Azure's limit for one identity. */
export const mostCredentials = 20;

/** The environment that untrusted jobs may name; it needs no protection, since whoever can push may use it. */
export const untrustedEnvironment = 'nx-cache-untrusted';

/**
 * The runs that are trusted. A job that names an environment has that, and not its branch, in its subject; with an
 * environment it is the only way in, so that the environment's rules hold for all.
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

/** Pull requests by their event; pushes to other branches, merge queues and tags by naming an environment. */
export function untrustedCredentials(options: InfrastructureOptions): FederatedCredential[] {
  return unique([
    ...github(options, ['pull_request', `environment:${untrustedEnvironment}`]),
    ...options.untrustedSubjects.map(parseSubject),
  ]);
}

/** Azure refuses the same subject twice. */
function unique(credentials: readonly FederatedCredential[]): FederatedCredential[] {
  return [...new Map(credentials.map((credential) => [credential.name, credential])).values()];
}

function github({ githubRepository }: InfrastructureOptions, contexts: readonly string[]) {
  if (githubRepository === undefined) return [];
  const issuer = 'https://token.actions.githubusercontent.com';
  return contexts.map((context) => credential('github', issuer, `repo:${githubRepository}:${context}`));
}

/** `https://gitlab.com project_path:acme/web:ref_type:branch:ref:main` */
function parseSubject(text: string): FederatedCredential {
  const space = text.indexOf(' ');
  return credential('other', text.slice(0, space), text.slice(space + 1));
}

/** Named after what it is for, so that another one more or less renames none. */
function credential(kind: string, issuer: string, subject: string): FederatedCredential {
  const context = subject.split(':').slice(2).join('-');
  const readable = context.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  const digest = createHash('sha256').update(`${issuer} ${subject}`).digest('hex').slice(0, 8);
  return { name: [kind, readable, digest].filter(Boolean).join('-').replace(/-+/g, '-'), issuer, subject };
}
