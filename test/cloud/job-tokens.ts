import { mintJobToken } from './federation.js';

/** Public Entra's; other clouds have others. */
const exchange = 'api://AzureADTokenExchange';
const lifetime = 600;

const of =
  (iss: string, expiresIn = lifetime) =>
  (sub: string, aud = exchange) =>
    mintJobToken({ iss, sub, aud, exp: Math.floor(Date.now() / 1000) + expiresIn });

const githubIssuer = 'https://token.actions.githubusercontent.com';

/** The token of a job, which it exchanges for one of Entra's, by CI; the subject identifies the job. */
export const jobToken = {
  /** https://docs.github.com/actions/reference/security/oidc */
  github: of(githubIssuer),
  /** https://docs.gitlab.com/ci/secrets/id_token_authentication */
  gitlab: of('https://gitlab.com'),
  /** Newer service connections: Entra itself. The values that they show are passed on unchanged (docs/security.md). */
  azureDevOps: of('https://login.microsoftonline.com/5d0c4a7e-3b1f-4a57-9a3e-4cf3b1d7a001/v2.0'),
  /** Older service connections: the organization. */
  azureDevOpsBefore2025: of('https://vstoken.dev.azure.com/8d3a0d5c-0000-4000-8000-000000000001'),
  /** GitHub's, an hour ago. */
  expired: of(githubIssuer, -3600),
};
