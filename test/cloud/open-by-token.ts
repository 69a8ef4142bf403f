import { Agent } from 'node:https';
import { ContainerClient, newPipeline, type Pipeline } from '@azure/storage-blob';
import { azureTls } from '../support/tls/azure.js';
import type { DeployedAzure } from './azure.js';

/** Who signs in: an identity of the template, by the token of a job. */
interface Job {
  readonly identity: string;
  readonly token: string;
}

/** A container of the stand-in for requests by hand, with Microsoft's own client. */
export function openByToken(azure: DeployedAzure, container: string, job: Job): ContainerClient {
  const url = `https://${azure.accountName}.blob.core.windows.net/${container}`;
  const credential = { getToken: () => Promise.resolve(signIn(azure, job)) };
  const pipeline = newPipeline(credential, { retryOptions: { maxTries: 1 } });
  pipeline.factories.push(redirectTo(azure));
  return new ContainerClient(url, pipeline);
}

/**
 * A token for storage.
 *
 * @throws Error with Entra's code when it gives none
 */
export function signIn({ entra, tenant, clients }: DeployedAzure, { identity, token }: Job) {
  const form = new URLSearchParams({
    client_id: clients[identity]?.clientId ?? '',
    client_assertion: token,
    scope: 'https://storage.azure.com/.default',
  });
  const answer = entra.signIn(tenant, form);
  if (!('token' in answer)) throw new Error(`AADSTS${answer.code}`);
  return { token: answer.token, expiresOnTimestamp: Date.now() + answer.expiresIn * 1000 };
}

/** Straight to the stand-in: the process of a test has neither its proxy nor its certificate. */
function redirectTo({ port }: DeployedAzure): Pipeline['factories'][number] {
  const agent = new Agent({
    ca: azureTls.cert,
    lookup: (_, { all }, done) => {
      if (all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    },
  });
  return {
    create: (next) => ({
      sendRequest: (request) => {
        const url = new URL(request.url);
        url.port = String(port);
        return next.sendRequest(Object.assign(request, { url: url.href, agent }));
      },
    }),
  };
}
