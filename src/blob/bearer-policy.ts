import type { PipelinePolicy } from '@azure/core-rest-pipeline';

import { CacheError } from '../errors.js';
import type { SharedToken } from './shared-token.js';

/**
 * The request is to be sent again once there is another token. Thrown instead of waiting: a sign-in may take longer than a
 * request may be silent.
 */
export class AnotherToken extends Error {
  override readonly name = 'AnotherToken';

  /** @param there rejected when there will be none */
  constructor(readonly there: Promise<unknown>) {
    super('the request needs another token');
    there.catch(() => undefined);
  }
}

/**
 * Signs requests with the token of Entra ID. On 401 it looks for another one, as the SDK's own client does
 * (`authorizeRequestOnTenantChallenge` of @azure/core-client): of the tenant that the service names, with the claims that
 * it asks for, or in the place of one of an earlier run.
 *
 * Requests throw {@link AnotherToken} besides
 */
export function bearerPolicy(tokens: SharedToken): PipelinePolicy {
  return {
    name: 'bearerPolicy',
    async sendRequest(request, next) {
      if (!request.url.startsWith('https://')) throw inTheClear();
      const token = tokens.now()?.token;
      if (token === undefined) throw new AnotherToken(tokens.get());
      request.headers.set('authorization', `Bearer ${token}`);
      const response = await next(request);
      if (response.status !== 401) return response;
      const another = tokens.afterRefusal(token, response.headers.get('www-authenticate'));
      if (another) throw new AnotherToken(another);
      return response;
    },
  };
}

const inTheClear = () =>
  new CacheError(
    'a token of Entra ID is sent over https only; give azure.endpoint an https URL, or use a key or a SAS',
    { kind: 'credential', retryable: false },
  );
