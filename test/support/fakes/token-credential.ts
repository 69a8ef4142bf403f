import type { AccessToken, TokenCredential } from '@azure/identity';

type Answer = () => Promise<AccessToken | null>;

/** A credential that answers each request with the next of these answers, and records the requests. */
export function createTokenCredential(...answers: readonly Answer[]) {
  const requests: unknown[] = [];
  const credential: TokenCredential = {
    getToken: (scopes, options) => {
      requests.push([scopes, options]);
      return answers[requests.length - 1]?.() ?? Promise.reject(new Error('asked too often'));
    },
  };
  return { credential, requests };
}

/** A token that is valid for `lifetime` ms from now, by default an hour. */
export const tokenOf = (token: string, lifetime = 60 * 60_000): AccessToken => ({
  token,
  expiresOnTimestamp: Date.now() + lifetime,
});

export const gives =
  (token: string, lifetime?: number): Answer =>
  () =>
    Promise.resolve(tokenOf(token, lifetime));

/** An error as `@azure/identity` throws it: known by its name. */
export const named = (name: string, message: string, ...errors: readonly Error[]): Error =>
  Object.assign(new Error(message), { name, errors });
