import { createDefaultHttpClient, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';

/**
 * ms. The machine itself, or its host, serves managed identities. `@azure/identity` waits for one second when it only knocks at
 * the instance metadata service (imdsMsi.js), and without end when it asks for the token.
 */
const usual = 3_000;

/**
 * The HTTP client of the credential chain. It gives up a service of managed identities that has not given a token in time, with
 * all repetitions and the pauses that the service asks for, so that the next credential has its turn.
 */
export function createTokenClient(limit = usual, client = createDefaultHttpClient()): HttpClient {
  const limited = new WeakSet<PipelineRequest>();
  return {
    sendRequest(request) {
      // A repetition is the same request.
      if (!limited.has(request) && isForManagedIdentity((name) => request.headers.has(name))) {
        limited.add(request);
        endAfter(limit, request);
      }
      return client.sendRequest(request);
    },
  };
}

/** Not by `request.timeout`, which ends with the headers of an answer and begins anew with each repetition. */
function endAfter(limit: number, request: PipelineRequest): void {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  request.abortSignal?.addEventListener('abort', abort);
  request.abortSignal = controller.signal;
  setTimeout(abort, limit).unref();
}

/**
 * Whether a request asks for the token of a managed identity: the instance metadata service, Azure Arc and Cloud Shell want the
 * header `Metadata`, App Service wants `X-IDENTITY-HEADER`, Service Fabric and Azure Machine Learning want `secret`
 * (ManagedIdentitySources of @azure/msal-node). A knock has none of them.
 */
export const isForManagedIdentity = (has: (header: string) => boolean): boolean =>
  ['metadata', 'x-identity-header', 'secret'].some(has);
