import { bearerTokenAuthenticationPolicy, type PipelinePolicy } from '@azure/core-rest-pipeline';

import { createDefaultCredential } from './default-credential.js';
import { createSharedToken, storageScope, warmUp } from './shared-token.js';

/** With the token already there. */
export async function signIn(): Promise<PipelinePolicy> {
  const { credential: found, lastAnswer } = createDefaultCredential();
  const credential = createSharedToken(found, lastAnswer);
  await warmUp(credential);
  return bearerTokenAuthenticationPolicy({ credential, scopes: storageScope });
}
