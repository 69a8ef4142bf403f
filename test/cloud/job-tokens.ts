import { mintJobToken } from './federation.js';

const audience = 'api://AzureADTokenExchange';

/** The token of a job of a CI, which it exchanges for one of Entra's. */
const of =
  (iss: string) =>
  (sub: string, aud: string = audience) =>
    mintJobToken({ iss, sub, aud, exp: Math.floor(Date.now() / 1000) + 600 });

/** By CI; the subject says which job it is. */
export const jobToken = {
  /** https://docs.github.com/actions/reference/security/oidc */
  github: of('https://token.actions.githubusercontent.com'),
  /** https://docs.gitlab.com/ci/secrets/id_token_authentication */
  gitlab: of('https://gitlab.com'),
  /** Entra's own issuer, as service connections made since 2025 have it: https://learn.microsoft.com/azure/devops/pipelines/release/troubleshoot-workload-identity */
  azureDevOps: of('https://login.microsoftonline.com/5d0c4a7e-3b1f-4a57-9a3e-4cf3b1d7a001/v2.0'),
};
